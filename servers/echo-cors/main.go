// The CORS middleware of Echo.
package main

import (
	"errors"
	"io"
	"log/slog"
	"net/http"
	"os"
	"strings"

	"corspec.test/contract"
	"github.com/labstack/echo/v5"
	"github.com/labstack/echo/v5/middleware"
)

func main() {
	contract.Main(build, "github.com/labstack/echo/v5")
}

func build(policy contract.Policy) (contract.Start, error) {
	config, err := configOf(policy)
	if err != nil {
		return nil, err
	}
	cors, err := config.ToMiddleware()
	if err != nil {
		return nil, err
	}
	server := echo.New()
	server.Logger = slog.New(slog.NewTextHandler(io.Discard, nil))
	server.Use(middleware.Recover())
	server.Use(cors)
	addRoutes(server)
	return contract.HTTP(server), nil
}

func configOf(policy contract.Policy) (middleware.CORSConfig, error) {
	config := middleware.CORSConfig{AllowOrigins: policy.Origins.Or("*")}
	// Without origins, ToMiddleware has a reason of its own.
	if policy.RequestHeaders.IsEmpty() && !policy.Origins.IsEmpty() {
		return config, errors.New("an empty AllowHeaders allows all headers that the preflight asks for")
	}
	if err := policy.RefuseStarWithCredentials("exposedHeaders"); err != nil {
		return config, err
	}
	if policy.Origins.HasPattern() {
		config.UnsafeAllowOriginFunc = matching(policy.Origins.List)
	}
	if policy.Credentials != nil {
		config.AllowCredentials = *policy.Credentials
	}
	// All methods and all headers are the default: those of the route, and those that the preflight asks for.
	config.AllowMethods = policy.Methods.Or()
	config.AllowHeaders = policy.RequestHeaders.Or()
	config.ExposeHeaders = policy.ExposedHeaders.Or("*")
	if policy.MaxAge != nil {
		config.MaxAge = *policy.MaxAge
		if *policy.MaxAge == 0 {
			// As documented: a negative value sends 0.
			config.MaxAge = -1
		}
	}
	return config, nil
}

// matching compares the end of an origin, as the documentation of the option has it, and its scheme.
func matching(origins []string) func(*echo.Context, string) (string, bool, error) {
	return func(_ *echo.Context, origin string) (string, bool, error) {
		for _, allowed := range origins {
			scheme, parent, isPattern := strings.Cut(allowed, "*.")
			if isPattern && strings.HasPrefix(origin, scheme) && strings.HasSuffix(origin, "."+parent) || origin == allowed {
				return origin, true, nil
			}
		}
		return "", false, nil
	}
}

func addRoutes(server *echo.Echo) {
	routes := contract.NewRoutes()
	for _, path := range routes.Paths("/conditional") {
		server.Any(path, echo.WrapHandler(routes.Handler()))
	}
	server.GET("/conditional", echo.WrapHandler(http.HandlerFunc(contract.Conditional)))
	server.POST("/parse", func(c *echo.Context) error {
		// Bind takes forms too.
		if !strings.HasPrefix(c.Request().Header.Get(echo.HeaderContentType), echo.MIMEApplicationJSON) {
			return echo.ErrUnsupportedMediaType
		}
		var body map[string]any
		if err := c.Bind(&body); err != nil {
			return err
		}
		return c.JSON(http.StatusOK, map[string]bool{"parsed": true})
	}, middleware.BodyLimit(contract.LongestBody))
	files := os.DirFS(contract.Static)
	server.StaticFS("/dir", echo.MustSubFS(files, "dir"))
	// FileFS and File of the server are for GET only.
	server.Match([]string{http.MethodGet, http.MethodHead}, "/file.txt", func(c *echo.Context) error {
		return c.FileFS("file.txt", files)
	})
	server.GET("/media.wav", echo.WrapHandler(http.HandlerFunc(contract.ServeMedia)))
}
