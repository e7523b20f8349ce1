// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/rs-cors.
module corspec.test/known-bad/rs-cors

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/rs/cors v1.4.0
)

replace corspec.test/contract => ../../../../shared/go/contract
