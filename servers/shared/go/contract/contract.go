// Package contract has the protocol, the policy and the routes of an implementation (docs/servers.md), for servers in Go.
// It uses the standard library only, and nothing here knows of CORS.
package contract

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"runtime/debug"
	"time"
)

// Build configures the library for a policy. An error or a panic means that the library cannot express or rejects it.
type Build func(Policy) (Start, error)

// Start begins to listen on a free port of 127.0.0.1, and gives its address.
type Start func() (net.Addr, error)

// HTTP serves a handler with net/http.
func HTTP(handler http.Handler) Start {
	return Listener(func(listener net.Listener) error { return http.Serve(listener, handler) })
}

// Listener is for servers that take a listener.
func Listener(serve func(net.Listener) error) Start {
	return func() (net.Addr, error) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		go func() { fail(serve(listener)) }()
		return listener.Addr(), nil
	}
}

// Port is for servers that take a port number, and listen on it at 127.0.0.1 themselves.
func Port(serve func(port int)) Start {
	return func() (net.Addr, error) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		address := listener.Addr().(*net.TCPAddr)
		if err := listener.Close(); err != nil {
			return nil, err
		}
		go serve(address.Port)
		return address, untilListening(address)
	}
}

func untilListening(address net.Addr) error {
	for deadline := time.Now().Add(10 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		connection, err := net.Dial("tcp", address.String())
		if err == nil {
			return connection.Close()
		}
		if time.Now().After(deadline) {
			return err
		}
	}
}

// Main reads one line from stdin, prints a line for each policy and one that says ready, and ends the process when
// stdin closes. The versions of the modules are those that are built in.
func Main(build Build, modules ...string) {
	// Stdout is for the protocol. Some libraries write messages there.
	output := os.Stdout
	os.Stdout = os.Stderr
	input := bufio.NewReader(os.Stdin)
	line, err := input.ReadBytes('\n')
	if err != nil {
		os.Exit(0)
	}
	go func() {
		_, _ = io.Copy(io.Discard, input)
		os.Exit(0)
	}()
	policies, err := readPolicies(line)
	if err != nil {
		fail(err)
	}
	for _, policy := range policies {
		say(output, answer(policy, build))
	}
	say(output, map[string]any{"ready": true, "versions": versionsOf(modules)})
	select {}
}

type namedPolicy struct {
	name  string
	value json.RawMessage
}

// readPolicies keeps the order in which the policies were given.
func readPolicies(line []byte) ([]namedPolicy, error) {
	wanted := fmt.Errorf(`expected one line of JSON on stdin, {"policies": {"<name>": <policy>, …}}, got %.200q`, line)
	var question struct {
		Policies json.RawMessage `json:"policies"`
	}
	if json.Unmarshal(line, &question) != nil {
		return nil, wanted
	}
	decoder := json.NewDecoder(bytes.NewReader(question.Policies))
	if start, err := decoder.Token(); err != nil || start != json.Delim('{') {
		return nil, wanted
	}
	var policies []namedPolicy
	for decoder.More() {
		name, err := decoder.Token()
		if err != nil {
			return nil, wanted
		}
		policy := namedPolicy{name: name.(string)}
		if decoder.Decode(&policy.value) != nil {
			return nil, wanted
		}
		policies = append(policies, policy)
	}
	return policies, nil
}

func answer(policy namedPolicy, build Build) map[string]any {
	start, err := buildOrRefuse(policy.value, build)
	if err != nil {
		return map[string]any{"policy": policy.name, "unsupported": err.Error()}
	}
	address, err := start()
	if err != nil {
		// No free port: this is not the library's rejection of a policy.
		fail(err)
	}
	return map[string]any{"policy": policy.name, "url": "http://" + address.String()}
}

func buildOrRefuse(value json.RawMessage, build Build) (start Start, err error) {
	policy, err := parsePolicy(value)
	if err != nil {
		return nil, err
	}
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("refused at set-up: %v", reason)
		}
	}()
	return build(policy)
}

func versionsOf(modules []string) map[string]string {
	versions := map[string]string{}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return versions
	}
	for _, module := range info.Deps {
		for _, wanted := range modules {
			if module.Path == wanted {
				versions[wanted] = module.Version
			}
		}
	}
	return versions
}

func say(output io.Writer, line map[string]any) {
	encoder := json.NewEncoder(output)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(line); err != nil {
		os.Exit(0)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}
