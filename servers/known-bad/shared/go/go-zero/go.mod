// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/go-zero.
module corspec.test/known-bad/go-zero

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/zeromicro/go-zero v1.5.0
)

replace corspec.test/contract => ../../../../shared/go/contract
