// The CORS middleware of Fiber.
package main

import (
	"strings"

	"corspec.test/contract"
	"github.com/gofiber/fiber/v2"
	"github.com/gofiber/fiber/v2/middleware/cors"
	"github.com/valyala/fasthttp/fasthttpadaptor"
)

func main() {
	contract.Main(build, "github.com/gofiber/fiber/v2")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins", "methods", "requestHeaders"); err != nil {
		return nil, err
	}
	config := cors.Config{
		AllowOrigins:  strings.Join(policy.Origins.Or("*"), ","),
		AllowMethods:  strings.Join(policy.Methods.Or(contract.AllMethods...), ","),
		ExposeHeaders: strings.Join(policy.ExposedHeaders.Or("*"), ","),
	}
	// Without a list it allows what the preflight asks for: all of them.
	if policy.RequestHeaders != nil {
		config.AllowHeaders = strings.Join(policy.RequestHeaders.List, ",")
	}
	if policy.Credentials != nil {
		config.AllowCredentials = *policy.Credentials
	}
	if policy.MaxAge != nil {
		config.MaxAge = *policy.MaxAge
		if *policy.MaxAge == 0 {
			config.MaxAge = -1
		}
	}
	app := fiber.New(fiber.Config{DisableStartupMessage: true})
	app.Use(cors.New(config))
	// What Fiber's own adaptor does, which the older versions lack.
	handler := fasthttpadaptor.NewFastHTTPHandler(contract.Mux())
	for _, path := range contract.NewRoutes().Paths() {
		app.All(path, func(c *fiber.Ctx) error {
			handler(c.Context())
			return nil
		})
	}
	return contract.Listener(app.Listener), nil
}
