// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/gin-cors.
module corspec.test/known-bad/gin-cors

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/gin-contrib/cors v1.5.0
	github.com/gin-gonic/gin v1.9.1
)

replace corspec.test/contract => ../../../../shared/go/contract
