// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/chi-cors.
module corspec.test/known-bad/chi-cors

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/go-chi/cors v1.0.0
	github.com/go-chi/chi/v5 v5.0.0
)

replace corspec.test/contract => ../../../../shared/go/contract
