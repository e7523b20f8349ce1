// go-chi/cors in a router of chi.
package main

import (
	"net/http"

	"corspec.test/contract"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
	"github.com/go-chi/cors"
)

func main() {
	contract.Main(build, "github.com/go-chi/chi/v5", "github.com/go-chi/cors")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins", "methods", "requestHeaders"); err != nil {
		return nil, err
	}
	if err := policy.RefuseStarWithCredentials("exposedHeaders"); err != nil {
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
	}
	router := chi.NewRouter()
	router.Use(middleware.Recoverer)
	router.Use(cors.Handler(options))
	addRoutes(router)
	return contract.HTTP(router), nil
}

func addRoutes(router *chi.Mux) {
	routes := contract.NewRoutes()
	for _, path := range routes.Paths("/conditional") {
		router.HandleFunc(path, routes.Handler())
	}
	router.Get("/conditional", contract.Conditional)
	router.Post("/parse", contract.ParseJSON)
	router.Get("/media.wav", contract.ServeMedia)
	// As in chi's example of a file server.
	files := http.FileServer(http.Dir(contract.Static))
	router.Get("/dir", http.RedirectHandler("/dir/", http.StatusMovedPermanently).ServeHTTP)
	router.Handle("/dir/*", files)
	router.Handle("/file.txt", files)
}
