// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/go-restful.
module corspec.test/known-bad/go-restful

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/emicklei/go-restful/v3 v3.7.4
)

replace corspec.test/contract => ../../../../shared/go/contract
