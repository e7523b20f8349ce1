// The CORS middleware of Fiber.
package main

import (
	"bufio"
	"net"
	"net/http"
	"net/url"

	"corspec.test/contract"
	"github.com/gofiber/fiber/v3"
	"github.com/gofiber/fiber/v3/middleware/cors"
	"github.com/gofiber/fiber/v3/middleware/recover"
	"github.com/gofiber/fiber/v3/middleware/static"
)

func main() {
	contract.Main(build, "github.com/gofiber/fiber/v3")
}

func build(policy contract.Policy) (contract.Start, error) {
	// With an empty AllowHeaders, all headers that the preflight asks for are allowed.
	if err := policy.RefuseEmpty("origins", "methods", "requestHeaders"); err != nil {
		return nil, err
	}
	if err := policy.RefuseStarWithCredentials("exposedHeaders"); err != nil {
		return nil, err
	}
	app := fiber.New(fiber.Config{
		StrictRouting: true, TrustProxy: true, TrustProxyConfig: fiber.TrustProxyConfig{Loopback: true},
	})
	app.Use(recover.New())
	app.Use(cors.New(configOf(policy)))
	addRoutes(app)
	return contract.Listener(func(listener net.Listener) error {
		return app.Listener(listener, fiber.ListenConfig{DisableStartupMessage: true})
	}), nil
}

func configOf(policy contract.Policy) cors.Config {
	config := cors.Config{
		AllowOrigins: policy.Origins.Or("*"),
		// All methods are the default: GET, POST, HEAD, PUT, DELETE and PATCH. So are all headers.
		AllowMethods:  policy.Methods.Or(),
		AllowHeaders:  policy.RequestHeaders.Or(),
		ExposeHeaders: policy.ExposedHeaders.Or("*"),
	}
	if policy.Credentials != nil {
		config.AllowCredentials = *policy.Credentials
	}
	if policy.MaxAge != nil {
		config.MaxAge = *policy.MaxAge
		if *policy.MaxAge == 0 {
			// As documented: a negative value sends 0.
			config.MaxAge = -1
		}
	}
	return config
}

func addRoutes(app *fiber.App) {
	routes := contract.NewRoutes()
	for _, path := range routes.Paths("/conditional", "/raw") {
		app.All(path, func(c fiber.Ctx) error { return respond(c, routes) })
	}
	app.Get("/conditional", func(c fiber.Ctx) error {
		c.Set("ETag", contract.ETag)
		c.Set("Cache-Control", "no-cache")
		if c.Req().Fresh() {
			return c.SendStatus(http.StatusNotModified)
		}
		return c.JSON(fiber.Map{"conditional": true})
	})
	app.Post("/parse", parse)
	app.Get("/raw", func(c fiber.Ctx) error {
		response := &c.RequestCtx().Response
		response.Header.SetContentType("text/event-stream")
		response.Header.Set("Cache-Control", "no-store")
		response.SetBodyStreamWriter(writeAll(contract.Events))
		return nil
	})
	app.Get("/media.wav", func(c fiber.Ctx) error {
		return c.SendFile(contract.Media, fiber.SendFile{ByteRange: true})
	})
	// Fiber has no redirects of its own: it sends the index of a folder for both paths.
	app.Get("/dir", func(c fiber.Ctx) error { return c.Redirect().Status(http.StatusMovedPermanently).To("/dir/") })
	// For all other paths: a file, or 404.
	app.Use(static.New(contract.Static))
}

func respond(c fiber.Ctx, routes *contract.Routes) error {
	query := url.Values{}
	for name, value := range c.Queries() {
		query.Set(name, value)
	}
	answer, _ := routes.Respond(contract.Request{
		Path: c.Path(), Method: c.Method(), Query: query, Header: http.Header(c.GetReqHeaders()),
	})
	for name, value := range answer.Header {
		if name == "Vary" {
			c.Vary(value)
		} else {
			c.Set(name, value)
		}
	}
	c.Status(answer.Status)
	if len(answer.Chunks) > 1 {
		return c.SendStreamWriter(writeAll(answer.Chunks))
	}
	return c.Send(answer.Body())
}

func writeAll(chunks [][]byte) func(*bufio.Writer) {
	return func(writer *bufio.Writer) {
		for _, chunk := range chunks {
			_, _ = writer.Write(chunk)
			_ = writer.Flush()
		}
	}
}

func parse(c fiber.Ctx) error {
	if !c.Is("json") {
		return fiber.ErrUnsupportedMediaType
	}
	// BodyLimit is that of the whole app.
	if len(c.Body()) > contract.LongestBody {
		return fiber.ErrRequestEntityTooLarge
	}
	var body map[string]any
	if err := c.Bind().JSON(&body); err != nil {
		return fiber.ErrBadRequest
	}
	return c.JSON(fiber.Map{"parsed": true})
}
