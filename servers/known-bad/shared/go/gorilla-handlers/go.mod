// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/gorilla-handlers.
module corspec.test/known-bad/gorilla-handlers

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/gorilla/handlers v1.2.1
)

replace corspec.test/contract => ../../../../shared/go/contract
