// The CORS of go-zero's REST server.
package main

import (
	"errors"
	"strings"

	"corspec.test/contract"
	"github.com/zeromicro/go-zero/core/logx"
	"github.com/zeromicro/go-zero/core/stat"
	"github.com/zeromicro/go-zero/rest"
)

func main() {
	logx.Disable()
	stat.SetReporter(nil)
	contract.Main(build, "github.com/zeromicro/go-zero")
}

func build(policy contract.Policy) (contract.Start, error) {
	domains, err := domainsOf(policy)
	if err != nil {
		return nil, err
	}
	return contract.Port(func(port int) {
		config := rest.RestConf{Host: "127.0.0.1", Port: port}
		server := rest.MustNewServer(config, rest.WithCors(domains...))
		mux := contract.Mux()
		for _, path := range contract.NewRoutes().Paths() {
			for _, method := range contract.AllMethods {
				server.AddRoute(rest.Route{Method: method, Path: path, Handler: mux.ServeHTTP})
			}
		}
		server.Start()
	}), nil
}

// domainsOf gives the domains whose subdomains are allowed, for WithCors. All else is fixed: six methods, seven
// request headers, three exposed ones, a day, and credentials for whoever is allowed.
func domainsOf(policy contract.Policy) ([]string, error) {
	if policy.Credentials != nil && !*policy.Credentials {
		return nil, errors.New("credentials cannot be denied to those who are allowed")
	}
	if policy.Methods != nil || policy.RequestHeaders != nil || policy.ExposedHeaders != nil || policy.MaxAge != nil {
		return nil, errors.New("methods, request headers, exposed headers and max age cannot be chosen")
	}
	if err := policy.RefuseEmpty("origins"); err != nil {
		return nil, err
	}
	var domains []string
	for _, origin := range policy.Origins.Or() {
		_, domain, isPattern := strings.Cut(origin, "://*.")
		if !isPattern {
			return nil, errors.New("an origin stands for its domain and all subdomains, under any scheme")
		}
		domains = append(domains, domain)
	}
	return domains, nil
}
