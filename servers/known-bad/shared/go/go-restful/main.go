// The CORS filter of go-restful.
package main

import (
	"errors"

	"corspec.test/contract"
	"github.com/emicklei/go-restful/v3"
)

func main() {
	contract.Main(build, "github.com/emicklei/go-restful/v3")
}

func build(policy contract.Policy) (contract.Start, error) {
	if err := policy.RefuseEmpty("origins", "methods"); err != nil {
		return nil, err
	}
	if err := policy.RefuseNoMaxAge(); err != nil {
		return nil, err
	}
	domains, err := domainsOf(policy.Origins)
	if err != nil {
		return nil, err
	}
	filter := restful.CrossOriginResourceSharing{
		AllowedDomains: domains,
		AllowedMethods: policy.Methods.Or(contract.AllMethods...),
		AllowedHeaders: policy.RequestHeaders.Or("*"),
		ExposeHeaders:  policy.ExposedHeaders.Or("*"),
	}
	if policy.Credentials != nil {
		filter.CookiesAllowed = *policy.Credentials
	}
	if policy.MaxAge != nil {
		filter.MaxAge = *policy.MaxAge
	}
	container := restful.NewContainer()
	filter.Container = container
	container.Filter(filter.Filter)
	container.Add(service())
	return contract.HTTP(container), nil
}

// domainsOf gives the list; none, which means all, where any origin is meant.
func domainsOf(origins *contract.Names) ([]string, error) {
	for _, origin := range origins.Or() {
		if contract.IsPattern(origin) {
			return nil, errors.New("patterns of origins are regular expressions, or need a function of one's own")
		}
	}
	return origins.Or(), nil
}

func service() *restful.WebService {
	service := new(restful.WebService)
	mux := contract.Mux()
	for _, path := range contract.NewRoutes().Paths() {
		for _, method := range contract.Methods {
			service.Route(service.Method(method).Path(path).To(func(request *restful.Request, response *restful.Response) {
				mux.ServeHTTP(response.ResponseWriter, request.Request)
			}))
		}
	}
	return service
}
