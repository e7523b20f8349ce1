module corspec.test/known-bad/contract

go 1.24
