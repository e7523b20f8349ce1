module corspec.test/known-bad/rs-cors-1.11.1

go 1.24

tool corspec.test/known-bad/rs-cors

require (
	corspec.test/contract v0.0.0 // indirect
	corspec.test/known-bad/rs-cors v0.0.0 // indirect
	github.com/rs/cors v1.11.1 // indirect
)

replace (
	corspec.test/contract => ../../shared/go/contract
	corspec.test/known-bad/rs-cors => ../shared/go/rs-cors
)
