package main

import (
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"

	"istio.io/istio/manifests"
	"sigs.k8s.io/yaml"
)

const defaultsKey = "_internal_defaults_do_not_set"

// chart is one of Istio's charts, and where its own values stand in those of an IstioOperator.
type chart struct {
	directory string
	// prefix is the key below which its values stand, but for those that only the root has.
	prefix string
	// gateway is where the values stand that its templates call $gateway.
	gateway string
}

var charts = []chart{
	{"base", "", ""},
	{"istio-control/istio-discovery", "pilot", ""},
	{"istio-cni", "cni", ""},
	{"ztunnel", "ztunnel", ""},
	{"gateways/istio-ingress", "", "gateways.istio-ingressgateway"},
	{"gateways/istio-egress", "", "gateways.istio-egressgateway"},
}

// leaf is a value that a chart has a default for.
type leaf struct {
	path    []string
	example any
}

func defaultLeaves(values map[string]any) []leaf {
	found := []leaf{}
	for key, value := range values {
		if fields, ok := value.(map[string]any); ok && len(fields) > 0 {
			for _, below := range defaultLeaves(fields) {
				found = append(found, leaf{append([]string{key}, below.path...), below.example})
			}
			continue
		}
		found = append(found, leaf{[]string{key}, value})
	}
	slices.SortFunc(found, func(a, b leaf) int {
		return strings.Compare(strings.Join(a.path, "."), strings.Join(b.path, "."))
	})
	return found
}

func (c chart) defaults() map[string]any {
	return readYaml(path.Join("charts", c.directory, "values.yaml"))[defaultsKey].(map[string]any)
}

func readYaml(name string) map[string]any {
	text, err := fs.ReadFile(manifests.FS, name)
	must(err)
	values := map[string]any{}
	must(yaml.Unmarshal(text, &values))
	return values
}

// at is the place of a chart's value among all values.
func (c chart) at(g *generator, path []string) []string {
	root := g.defs["values.Values"].Properties
	if c.prefix == "" || path[0] == "global" || path[0] == c.prefix {
		return path
	}
	own := g.defs[root[c.prefix].target()].Properties[path[0]] != nil
	if !own && root[path[0]] != nil && c.prefix != "ztunnel" {
		return path
	}
	return append([]string{c.prefix}, path...)
}

var readValue = regexp.MustCompile(`[.]Values((?:[)]?[.][A-Za-z_]\w*)+)`)
var readGateway = regexp.MustCompile(`[$]gateway((?:[.][A-Za-z_]\w*)+)`)

// reads are the values that a chart's templates name.
func (c chart) reads() [][]string {
	found := map[string]bool{}
	root := path.Join("charts", c.directory)
	must(fs.WalkDir(manifests.FS, root, func(name string, entry fs.DirEntry, err error) error {
		// The notes name values to warn of them.
		if err != nil || entry.IsDir() || path.Dir(name) == root || path.Base(name) == "NOTES.txt" {
			return err
		}
		text, err := fs.ReadFile(manifests.FS, name)
		for _, match := range readValue.FindAllSubmatch(text, -1) {
			found[strings.ReplaceAll(string(match[1]), ")", "")] = true
		}
		if c.gateway != "" {
			for _, match := range readGateway.FindAllSubmatch(text, -1) {
				found["."+c.gateway+string(match[1])] = true
			}
		}
		return err
	}))
	paths := [][]string{}
	for _, key := range slices.Sorted(mapKeys(found)) {
		paths = append(paths, strings.Split(key[1:], "."))
	}
	return paths
}
