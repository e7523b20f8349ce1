// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/fiber.
module corspec.test/known-bad/fiber

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/gofiber/fiber/v2 v2.42.0
	github.com/valyala/fasthttp v1.44.0
)

replace corspec.test/contract => ../../../../shared/go/contract
