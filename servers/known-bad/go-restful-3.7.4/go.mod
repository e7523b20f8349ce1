module corspec.test/known-bad/go-restful-3.7.4

go 1.24

tool corspec.test/known-bad/go-restful

require (
	corspec.test/contract v0.0.0 // indirect
	corspec.test/known-bad/go-restful v0.0.0 // indirect
	github.com/emicklei/go-restful/v3 v3.7.4 // indirect
	github.com/json-iterator/go v1.1.12 // indirect
	github.com/modern-go/concurrent v0.0.0-20180228061459-e0a39a4cb421 // indirect
	github.com/modern-go/reflect2 v1.0.2 // indirect
)

replace (
	corspec.test/contract => ../../shared/go/contract
	corspec.test/known-bad/go-restful => ../shared/go/go-restful
)
