package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

const refPrefix = "#/$defs/"

// Schema is the part of JSON Schema (2020-12) that the generated files use. The two extensions that Kubernetes' OpenAPI has for
// strategic merge patches have its names; x-alias is a second name of a field that protobuf's JSON reads; x-oneof lists
// fields of which one at most
// can be set; x-chart-only is a value that istioctl takes only as an unvalidated one, because Istio's API does not list it.
type Schema struct {
	Ref           string             `json:"$ref,omitempty"`
	Type          any                `json:"type,omitempty"`
	Enum          []any              `json:"enum,omitempty"`
	Format        string             `json:"format,omitempty"`
	Pattern       string             `json:"pattern,omitempty"`
	Minimum       *int64             `json:"minimum,omitempty"`
	Maximum       *uint64            `json:"maximum,omitempty"`
	Items         *Schema            `json:"items,omitempty"`
	Properties    map[string]*Schema `json:"properties,omitempty"`
	Additional    any                `json:"additionalProperties,omitempty"`
	Deprecated    bool               `json:"deprecated,omitempty"`
	Alias         string             `json:"x-alias,omitempty"`
	ChartOnly     bool               `json:"x-chart-only,omitempty"`
	PatchStrategy string             `json:"x-kubernetes-patch-strategy,omitempty"`
	PatchMergeKey string             `json:"x-kubernetes-patch-merge-key,omitempty"`
	OneOf         [][]string         `json:"x-oneof,omitempty"`

	see string
}

// Registry holds every definition by its name.
type Registry map[string]*Schema

// Everything may be null: Go and protobuf read null as "not set", and in values it deletes a chart's default.
func orNull(types ...string) []string { return append(types, "null") }

func ref(name string) *Schema { return &Schema{Ref: refPrefix + name} }

// withoutPatch is the same type where no strategic merge patch reaches.
func (s *Schema) withoutPatch() *Schema {
	plain := *s
	plain.PatchStrategy, plain.PatchMergeKey = "", ""
	return &plain
}

func (s *Schema) target() string { return strings.TrimPrefix(s.Ref, refPrefix) }

func listOf(items *Schema) *Schema { return &Schema{Type: orNull("array"), Items: items} }

func mapOf(values *Schema) *Schema { return &Schema{Type: orNull("object"), Additional: values} }

func object(see string) *Schema {
	return &Schema{Type: orNull("object"), Properties: map[string]*Schema{}, Additional: false, see: see}
}

func enum(names []string, more ...any) *Schema {
	values := []any{}
	for _, name := range names {
		values = append(values, name)
	}
	return &Schema{Enum: append(append(values, more...), nil)}
}

func integer(minimum int64, maximum uint64, quoted bool, pattern string) *Schema {
	schema := &Schema{Type: orNull("integer"), Minimum: &minimum, Maximum: &maximum}
	if quoted {
		schema.Type, schema.Pattern = orNull("integer", "string"), pattern
	}
	return schema
}

// scalars are the types without fields. What protobuf's JSON reads is wider than what Go's own reads, which takes no number in
// quotes. A format is the name of a pattern, for messages.
func scalars() Registry {
	text := func(format, pattern string) *Schema {
		return &Schema{Type: orNull("string"), Format: format, Pattern: pattern}
	}
	const (
		unit      = `([0-9]+([.][0-9]*)?|[.][0-9]+)`
		quantity  = `^[-+]?` + unit + `([eE][-+]?[0-9]+|[KMGTPE]i|[numkMGTPE])?$`
		duration  = `^[-+]?(0|(` + unit + `(ns|us|µs|μs|ms|s|m|h))+)$`
		time      = `^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?(Z|[-+][0-9]{2}:[0-9]{2})$`
		base64    = `^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$`
		octet     = `(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])`
		ipRange   = `((` + octet + `[.]){3}` + octet + `/(3[0-2]|[12]?[0-9])|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*/(12[0-8]|1[01][0-9]|[1-9]?[0-9]))`
		ipRanges  = `^([*]|` + ipRange + `(,` + ipRange + `)*)?$`
		port      = `([*]|0*(6553[0-5]|655[0-2][0-9]|65[0-4][0-9]{2}|6[0-4][0-9]{3}|[1-5][0-9]{4}|[0-9]{1,4}))?`
		ports     = `^` + port + `(,` + port + `)*$`
		whole     = `^-?(0|[1-9][0-9]*)$`
		unsigned  = `^(0|[1-9][0-9]*)$`
		fractions = `^(-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][-+]?[0-9]+)?|NaN|-?Infinity)$`
	)
	whole32 := func(quoted bool) *Schema { return integer(-1<<31, 1<<31-1, quoted, whole) }
	unsigned32 := func(quoted bool) *Schema { return integer(0, 1<<32-1, quoted, unsigned) }
	return Registry{
		"any":          {},
		"struct":       {Type: orNull("object")},
		"scalar":       {Type: orNull("string", "number", "boolean")},
		"bool":         {Type: orNull("boolean")},
		"string":       {Type: orNull("string")},
		"bytes":        text("base64", base64),
		"time":         text("time", time),
		"duration":     text("duration", duration),
		"ipRanges":     text("IP ranges", ipRanges),
		"ports":        text("ports", ports),
		"quantity":     {Type: orNull("string", "number"), Format: "quantity", Pattern: quantity},
		"quantityText": text("quantity", quantity),
		"intOrString":  {Type: orNull("integer", "string")},
		"int32":        whole32(false),
		"int64":        {Type: orNull("integer")},
		"uint32":       unsigned32(false),
		"number":       {Type: orNull("number")},
		"proto.int32":  whole32(true),
		"proto.int64":  {Type: orNull("integer", "string"), Pattern: whole},
		"proto.uint32": unsigned32(true),
		"proto.uint64": {Type: orNull("integer", "string"), Pattern: unsigned},
		"proto.number": {Type: orNull("number", "string"), Pattern: fractions},
	}
}

func (r Registry) add(name string, schema *Schema) {
	if _, taken := r[name]; taken {
		panic(fmt.Sprintf("two types are called %s: give one of them another prefix", name))
	}
	r[name] = schema
}

// reachable names every definition that the roots need, sorted.
func (r Registry) reachable(roots ...string) []string {
	seen := map[string]bool{}
	var visit func(schema *Schema)
	visit = func(schema *Schema) {
		if schema == nil {
			return
		}
		if name := schema.target(); schema.Ref != "" && !seen[name] {
			seen[name] = true
			if r[name] == nil {
				panic("no type is called " + name)
			}
			visit(r[name])
		}
		visit(schema.Items)
		for _, property := range schema.Properties {
			visit(property)
		}
		if additional, ok := schema.Additional.(*Schema); ok {
			visit(additional)
		}
	}
	for _, root := range roots {
		visit(ref(root))
	}
	return slices.Sorted(maps.Keys(seen))
}

// document writes the definitions that the roots need, one a line.
func (r Registry) document(roots ...string) string {
	lines := []string{}
	for _, name := range r.reachable(roots...) {
		lines = append(lines, compact(name)+":"+compact(r[name]))
	}
	return `{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{` + "\n" +
		strings.Join(lines, ",\n") + "\n}}\n"
}

func compact(value any) string {
	var out strings.Builder
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	must(encoder.Encode(value))
	return strings.TrimSpace(out.String())
}
