// rs/cors around net/http.
package main

import (
	"corspec.test/contract"
	"github.com/rs/cors"
)

func main() {
	contract.Main(build, "github.com/rs/cors")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins", "methods", "requestHeaders"); err != nil {
		return nil, err
	}
	options := cors.Options{
		// Patterns such as https://*.example.com are written as they are.
		AllowedOrigins: policy.Origins.Or("*"),
		// Methods have no wildcard: these are those of cors.AllowAll.
		AllowedMethods: policy.Methods.Or(contract.AllMethods...),
		AllowedHeaders: policy.RequestHeaders.Or("*"),
		ExposedHeaders: policy.ExposedHeaders.Or("*"),
	}
	if policy.Credentials != nil {
		options.AllowCredentials = *policy.Credentials
	}
	if policy.MaxAge != nil {
		options.MaxAge = *policy.MaxAge
		if *policy.MaxAge == 0 {
			// As documented: a negative value sends 0.
			options.MaxAge = -1
		}
	}
	return contract.HTTP(cors.New(options).Handler(contract.Mux())), nil
}
