// go-chi/cors in a router of chi.
package main

import (
	"corspec.test/contract"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/cors"
)

func main() {
	contract.Main(build, "github.com/go-chi/chi/v5", "github.com/go-chi/cors")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins", "methods", "requestHeaders"); err != nil {
		return nil, err
	}
	if err := policy.RefuseNoMaxAge(); err != nil {
		return nil, err
	}
	options := cors.Options{
		AllowedOrigins: policy.Origins.Or("*"),
		AllowedMethods: policy.Methods.Or(contract.AllMethods...),
		AllowedHeaders: policy.RequestHeaders.Or("*"),
		ExposedHeaders: policy.ExposedHeaders.Or("*"),
	}
	if policy.Credentials != nil {
		options.AllowCredentials = *policy.Credentials
	}
	if policy.MaxAge != nil {
		options.MaxAge = *policy.MaxAge
	}
	router := chi.NewRouter()
	// Version 1.0 has no cors.Handler.
	router.Use(cors.New(options).Handler)
	mux := contract.Mux()
	for _, path := range contract.NewRoutes().Paths() {
		router.Handle(path, mux)
	}
	return contract.HTTP(router), nil
}
