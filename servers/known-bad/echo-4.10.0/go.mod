module corspec.test/known-bad/echo-4.10.0

go 1.24

tool corspec.test/known-bad/echo

require (
	corspec.test/contract v0.0.0 // indirect
	corspec.test/known-bad/echo v0.0.0 // indirect
	github.com/golang-jwt/jwt v3.2.2+incompatible // indirect
	github.com/labstack/echo/v4 v4.10.0 // indirect
	github.com/labstack/gommon v0.4.0 // indirect
	github.com/mattn/go-colorable v0.1.13 // indirect
	github.com/mattn/go-isatty v0.0.16 // indirect
	github.com/valyala/bytebufferpool v1.0.0 // indirect
	github.com/valyala/fasttemplate v1.2.2 // indirect
	golang.org/x/crypto v0.2.0 // indirect
	golang.org/x/net v0.4.0 // indirect
	golang.org/x/sys v0.3.0 // indirect
	golang.org/x/text v0.5.0 // indirect
	golang.org/x/time v0.2.0 // indirect
)

replace (
	corspec.test/contract => ../../shared/go/contract
	corspec.test/known-bad/echo => ../shared/go/echo
)
