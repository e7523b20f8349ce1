module corspec.test/known-bad/chi-cors-1.2.2

go 1.24

tool corspec.test/known-bad/chi-cors

require (
	corspec.test/known-bad/chi-cors v0.0.0 // indirect
	corspec.test/contract v0.0.0 // indirect
	github.com/go-chi/chi/v5 v5.0.0 // indirect
	github.com/go-chi/cors v1.2.2 // indirect
)

replace (
	corspec.test/known-bad/chi-cors => ../shared/go/chi-cors
	corspec.test/contract => ../../shared/go/contract
)
