// Built from the folder of a version, whose go.mod and go.sum decide: go build corspec.test/known-bad/echo.
module corspec.test/known-bad/echo

go 1.24

require (
	corspec.test/contract v0.0.0
	github.com/labstack/echo/v4 v4.1.16
)

replace corspec.test/contract => ../../../../shared/go/contract
