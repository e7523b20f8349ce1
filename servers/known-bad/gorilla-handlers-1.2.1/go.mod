module corspec.test/known-bad/gorilla-handlers-1.2.1

go 1.24

tool corspec.test/known-bad/gorilla-handlers

require (
	corspec.test/contract v0.0.0 // indirect
	corspec.test/known-bad/gorilla-handlers v0.0.0 // indirect
	github.com/gorilla/handlers v1.2.1 // indirect
)

replace (
	corspec.test/contract => ../../shared/go/contract
	corspec.test/known-bad/gorilla-handlers => ../shared/go/gorilla-handlers
)
