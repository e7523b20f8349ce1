// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/jub0bs-cors.
module corspec.test/known-bad/jub0bs-cors

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/jub0bs/cors v0.1.2
)

replace corspec.test/contract => ../../../../shared/go/contract
