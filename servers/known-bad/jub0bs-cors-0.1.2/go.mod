module corspec.test/known-bad/jub0bs-cors-0.1.2

go 1.24

tool corspec.test/known-bad/jub0bs-cors

require (
	corspec.test/contract v0.0.0 // indirect
	corspec.test/known-bad/jub0bs-cors v0.0.0 // indirect
	github.com/jub0bs/cors v0.1.2 // indirect
	golang.org/x/net v0.23.0 // indirect
	golang.org/x/text v0.14.0 // indirect
)

replace (
	corspec.test/contract => ../../shared/go/contract
	corspec.test/known-bad/jub0bs-cors => ../shared/go/jub0bs-cors
)
