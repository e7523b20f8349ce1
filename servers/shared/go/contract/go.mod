module corspec.test/contract

go 1.24
