// gin-contrib/cors in Gin.
package main

import (
	"errors"
	"io"
	"net/http"
	"path/filepath"
	"time"

	"corspec.test/contract"
	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	// The stack trace of /crash.
	gin.DefaultErrorWriter = io.Discard
	contract.Main(build, "github.com/gin-gonic/gin", "github.com/gin-contrib/cors")
}

func build(policy contract.Policy) (contract.Start, error) {
	engine := gin.New()
	// The server compares Origin with Host, and its address is known to no setting: Gin trusts proxies for client addresses only.
	engine.Use(gin.Recovery())
	if policy.IsEmpty() {
		engine.Use(cors.Default())
	} else {
		config, err := configOf(policy)
		if err != nil {
			return nil, err
		}
		engine.Use(cors.New(config))
	}
	addRoutes(engine)
	return contract.HTTP(engine), nil
}

func configOf(policy contract.Policy) (cors.Config, error) {
	config := cors.DefaultConfig()
	config.AllowWildcard = true
	if policy.Origins == nil || policy.Origins.All {
		config.AllowAllOrigins = true
	} else {
		config.AllowOrigins = policy.Origins.List
	}
	if policy.Credentials != nil {
		config.AllowCredentials = *policy.Credentials
	}
	// All methods are the default: GET, POST, PUT, PATCH, DELETE, HEAD and OPTIONS.
	if policy.Methods != nil && !policy.Methods.All {
		config.AllowMethods = policy.Methods.List
	}
	if err := policy.RefuseStarWithCredentials("requestHeaders", "exposedHeaders"); err != nil {
		return config, err
	}
	if policy.RequestHeaders != nil {
		config.AllowHeaders = policy.RequestHeaders.Or("*")
	}
	config.ExposeHeaders = policy.ExposedHeaders.Or("*")
	if policy.MaxAge != nil {
		config.MaxAge = time.Duration(*policy.MaxAge) * time.Second
	}
	return config, nil
}

func addRoutes(engine *gin.Engine) {
	routes := contract.NewRoutes()
	for _, path := range routes.Paths("/conditional") {
		engine.Any(path, gin.WrapF(routes.Handler()))
	}
	engine.GET("/conditional", gin.WrapF(contract.Conditional))
	engine.POST("/parse", parse)
	// Gin redirects /dir to /dir/.
	engine.Static("/dir", filepath.Join(contract.Static, "dir"))
	engine.StaticFile("/file.txt", filepath.Join(contract.Static, "file.txt"))
	engine.StaticFile("/media.wav", contract.Media)
}

func parse(c *gin.Context) {
	if c.ContentType() != gin.MIMEJSON {
		c.AbortWithStatus(http.StatusUnsupportedMediaType)
		return
	}
	c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, contract.LongestBody)
	var body any
	err := c.ShouldBindJSON(&body)
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &tooLong):
		c.AbortWithStatus(http.StatusRequestEntityTooLarge)
	case err != nil:
		c.AbortWithStatus(http.StatusBadRequest)
	default:
		c.JSON(http.StatusOK, gin.H{"parsed": true})
	}
}
