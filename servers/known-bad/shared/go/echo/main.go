// The CORS middleware of Echo.
package main

import (
	"corspec.test/contract"
	"github.com/labstack/echo/v4"
	"github.com/labstack/echo/v4/middleware"
)

func main() {
	contract.Main(build, "github.com/labstack/echo/v4")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins", "methods", "requestHeaders"); err != nil {
		return nil, err
	}
	if err := policy.RefuseNoMaxAge(); err != nil {
		return nil, err
	}
	config := middleware.CORSConfig{
		AllowOrigins:  policy.Origins.Or("*"),
		AllowMethods:  policy.Methods.Or(contract.AllMethods...),
		ExposeHeaders: policy.ExposedHeaders.Or("*"),
	}
	// Without a list it allows what the preflight asks for: all of them.
	if policy.RequestHeaders != nil {
		config.AllowHeaders = policy.RequestHeaders.List
	}
	if policy.Credentials != nil {
		config.AllowCredentials = *policy.Credentials
	}
	if policy.MaxAge != nil {
		config.MaxAge = *policy.MaxAge
	}
	server := echo.New()
	server.Use(middleware.CORSWithConfig(config))
	mux := contract.Mux()
	for _, path := range contract.NewRoutes().Paths() {
		server.Any(path, echo.WrapHandler(mux))
	}
	return contract.HTTP(server), nil
}
