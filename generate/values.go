package main

import (
	"fmt"
	"slices"
	"strings"

	"istio.io/istio/operator/pkg/apis"
)

// addValues defines the values of Istio's charts: what the API lists, and what only the charts read.
func (g *generator) addValues() {
	g.addMessage((&apis.Values{}).ProtoReflect().Descriptor())
	ztunnel := object(g.istioSource("manifests/charts/ztunnel/values.yaml"))
	g.defs.add("values.ZtunnelValues", ztunnel)
	ztunnel.Properties["global"] = ref("values.GlobalConfig")
	values := g.defs["values.Values"]
	values.Properties["ztunnel"] = ref("values.ZtunnelValues")
	values.Properties["meshConfig"] = ref("mesh.MeshConfig")
	for _, key := range []string{"limits", "requests"} {
		g.defs["values.Resources"].Properties[key] = mapOf(ref("quantityText"))
	}
	for _, key := range []string{"cpu", "memory"} {
		g.defs["values.ResourcesRequestsConfig"].Properties[key] = ref("quantityText")
	}
	g.typeFreeForm()
	for _, chart := range charts {
		for _, value := range defaultLeaves(chart.defaults()) {
			g.placeInValues(chart.at(g, value.path), value.example)
		}
		for _, read := range chart.reads() {
			g.placeInValues(chart.at(g, read), nil)
		}
	}
}

// typeFreeForm gives the free-form values of the API the types that istioctl checks them against, or that the charts need.
func (g *generator) typeFreeForm() {
	checks := g.sources.checks()
	known := map[string]bool{}
	var walk func(name string, path []string)
	walk = func(name string, path []string) {
		for _, key := range slices.Sorted(mapKeys(g.defs[name].Properties)) {
			property := g.defs[name].Properties[key]
			at, item := append(slices.Clone(path), key), property
			if property.Items != nil {
				item = property.Items
			}
			if strings.HasPrefix(item.target(), "values.") && g.defs[item.target()].Properties != nil {
				walk(item.target(), at)
				continue
			}
			known[getterPath(at)] = true
			if typed := g.checkedType(key, property, checks[getterPath(at)]); typed != nil {
				typed.Deprecated, typed.Alias = property.Deprecated, property.Alias
				g.defs[name].Properties[key] = typed
			}
		}
	}
	walk("values.Values", nil)
	for path := range checks {
		if !known[path] {
			panic("istioctl checks " + path + ", which is no value")
		}
	}
}

// getterPath is a path of values as Go's getters have it: protobuf's own names, without underscores, in CamelCase.
func getterPath(path []string) string {
	parts := []string{}
	for _, key := range path {
		plain := strings.ReplaceAll(key, "-", "_")
		words := strings.Split(plain, "_")
		for i, word := range words {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
		parts = append(parts, strings.Join(words, ""))
	}
	return strings.Join(parts, ".")
}

var goImports = map[string]string{"corev1": "core", "metav1": "meta"}

func (g *generator) checkedType(key string, property *Schema, checked string) *Schema {
	item := property
	if property.Items != nil {
		item = property.Items
	}
	free := item.target() == "struct" || item.target() == "any"
	wrap := func(schema *Schema) *Schema {
		if property.Items != nil {
			return listOf(schema)
		}
		return schema
	}
	switch {
	case checked == "validateIPRangesOrStar":
		return ref("ipRanges")
	case checked == "validateStringList(validatePortNumberString)":
		return ref("ports")
	case !free:
		return g.closedList(key, item)
	case byChart[key] != nil:
		return byChart[key]()
	case checked != "":
		alias, name, _ := strings.Cut(checked, ".")
		return wrap(ref(goImports[alias] + "." + name))
	}
	return g.byName("", key)
}

// closedList is the Kubernetes enum of a string that a chart copies into an object, else nil.
func (g *generator) closedList(key string, item *Schema) *Schema {
	typed := g.byName("", key)
	if item.target() != "string" || typed == nil {
		return nil
	}
	enum := typed.target()
	if typed.Items != nil {
		enum = typed.Items.target()
	}
	if g.defs[enum] == nil || g.defs[enum].Enum == nil {
		return nil
	}
	return typed
}

// placeInValues defines a value that Istio's API does not list; what is below ztunnel it does not list at all.
func (g *generator) placeInValues(path []string, example any) {
	if placed := g.place(g.defs["values.Values"], path, example); placed != nil && path[0] != "ztunnel" {
		placed.ChartOnly = true
	}
}

// place defines a value where none is defined yet, and returns the outermost part that was not there.
func (g *generator) place(at *Schema, path []string, example any) (placed *Schema) {
	parent := ""
	for i, key := range path {
		for at.Ref != "" {
			at = g.defs[at.target()]
		}
		internal := strings.HasPrefix(key, "_") || key == "defaults"
		if at.Properties == nil || at.Properties[key] == nil && (at.Additional != false || internal) {
			return placed
		}
		if at.Properties[key] == nil {
			at.Properties[key] = g.inferred(parent, key, path[i+1:], example)
			if placed == nil {
				placed = at.Properties[key]
			}
		}
		at, parent = at.Properties[key], key
	}
	return placed
}

// inferred is the type of a value that only the charts know.
func (g *generator) inferred(parent, key string, rest []string, example any) *Schema {
	if known := g.byName(parent, key); known != nil {
		return known
	}
	if len(rest) > 0 {
		return object("")
	}
	switch example := example.(type) {
	case bool:
		return ref("bool")
	case string:
		return ref("string")
	case float64:
		return ref("int64")
	case map[string]any:
		return mapOf(ref("scalar"))
	case []any:
		return listOf(g.inferredItem(example))
	case nil:
		if sibling := g.bySibling(key); sibling != nil {
			return sibling
		}
		return ref("scalar")
	default:
		panic(fmt.Sprintf("no type for %s, which is %v", key, example))
	}
}

func (g *generator) inferredItem(examples []any) *Schema {
	item := object("")
	for _, example := range examples {
		fields, ok := example.(map[string]any)
		if !ok {
			return ref("string")
		}
		for key, value := range fields {
			item.Properties[key] = g.inferred("", key, nil, value)
		}
	}
	if len(item.Properties) == 0 {
		return ref("string")
	}
	return item
}
