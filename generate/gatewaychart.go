package main

import (
	"slices"
)

// addGatewayChart defines the values of the gateway chart: what its own schema says, narrowed to Kubernetes' type where a value has
// one, and what only its templates read.
func (g *generator) addGatewayChart() {
	chart := chart{directory: "gateway"}
	definitions := readYaml("charts/gateway/values.schema.json")["$defs"].(map[string]any)
	root := g.narrow("", nil, definitions["values"].(map[string]any))
	root.see = g.istioSource("manifests/charts/gateway/values.schema.json")
	delete(root.Properties, defaultsKey)
	root.Properties["global"] = ref("values.GlobalConfig")
	g.defs.add("gatewayChart.GatewayValues", root)
	for _, value := range defaultLeaves(chart.defaults()) {
		g.place(root, value.path, value.example)
	}
	for _, read := range chart.reads() {
		g.place(root, read, nil)
	}
}

// narrow is a node of a chart's JSON schema, or the type that is known by other means, whichever takes less.
func (g *generator) narrow(key string, known *Schema, node map[string]any) *Schema {
	if values, ok := node["enum"].([]any); ok {
		return &Schema{Enum: append(slices.Clone(values), nil)}
	}
	if properties, ok := node["properties"].(map[string]any); ok {
		return g.narrowObject(key, known, properties)
	}
	if items, ok := node["items"].(map[string]any); ok {
		if known != nil {
			known = known.Items
		}
		return listOf(g.narrow("", known, items))
	}
	if values, ok := node["additionalProperties"].(map[string]any); ok {
		return mapOf(g.narrow("", nil, values))
	}
	return narrowScalar(known, typesOf(node))
}

func (g *generator) narrowObject(key string, known *Schema, properties map[string]any) *Schema {
	schema := object("")
	if known != nil && known.Ref != "" {
		for name, field := range g.defs[known.target()].Properties {
			schema.Properties[name] = field.withoutPatch()
		}
	} else if known != nil {
		schema.Additional = known.Additional
	}
	for name, node := range properties {
		below := schema.Properties[name]
		if values, ok := schema.Additional.(*Schema); ok {
			below = values
		} else if below == nil {
			below = g.byName(key, name)
		}
		schema.Properties[name] = g.narrow(name, below, node.(map[string]any))
	}
	return schema
}

func typesOf(node map[string]any) []string {
	switch types := node["type"].(type) {
	case string:
		return []string{types}
	case []any:
		found := []string{}
		for _, name := range types {
			if name != "null" {
				found = append(found, name.(string))
			}
		}
		return found
	}
	return nil
}

var chartScalars = map[string]string{
	"boolean": "bool", "integer": "int64", "number": "number", "object": "struct", "string": "string",
}

func narrowScalar(known *Schema, types []string) *Schema {
	only := ""
	if len(types) == 1 {
		only = types[0]
	}
	switch {
	case known != nil && known.target() == "quantity" && only == "string":
		return ref("quantityText")
	case known != nil && known.target() == "intOrString" && only == "integer":
		return ref("int32")
	case known != nil:
		return known
	case only == "array":
		return listOf(ref("any"))
	case only != "":
		return ref(chartScalars[only])
	}
	return &Schema{Type: orNull(types...)}
}
