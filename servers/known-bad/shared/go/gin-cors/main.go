// gin-contrib/cors in Gin.
package main

import (
	"time"

	"corspec.test/contract"
	"github.com/gin-contrib/cors"
	"github.com/gin-gonic/gin"
)

func main() {
	gin.SetMode(gin.ReleaseMode)
	contract.Main(build, "github.com/gin-contrib/cors", "github.com/gin-gonic/gin")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseNoMaxAge(); err != nil {
		return nil, err
	}
	engine := gin.New()
	engine.Use(cors.New(configOf(policy)))
	mux := contract.Mux()
	for _, path := range contract.NewRoutes().Paths() {
		engine.Any(path, gin.WrapH(mux))
	}
	return contract.HTTP(engine), nil
}

func configOf(policy contract.Policy) cors.Config {
	config := cors.DefaultConfig()
	config.AllowWildcard = true
	switch {
	case policy.Origins == nil || policy.Origins.All:
		config.AllowAllOrigins = true
	default:
		config.AllowOrigins = spelled(policy.Origins.List)
	}
	if policy.Credentials != nil {
		config.AllowCredentials = *policy.Credentials
	}
	if policy.Methods != nil {
		config.AllowMethods = policy.Methods.Or(contract.AllMethods...)
	}
	if policy.RequestHeaders != nil {
		config.AllowHeaders = policy.RequestHeaders.Or("*")
	}
	if policy.ExposedHeaders != nil {
		config.ExposeHeaders = policy.ExposedHeaders.Or("*")
	}
	if policy.MaxAge != nil {
		config.MaxAge = time.Duration(*policy.MaxAge) * time.Second
	}
	return config
}

// spelled writes each origin twice: as it is, and with `/*` behind it, as the documentation of AllowWildcard does
// ("origins like http://some-domain/*"). No browser sends a path there, so the second adds nobody.
func spelled(origins []string) []string {
	var spelled []string
	for _, origin := range origins {
		spelled = append(spelled, origin)
		// One asterisk is all that the library takes.
		if !contract.IsPattern(origin) {
			spelled = append(spelled, origin+"/*")
		}
	}
	return spelled
}
