package main

import (
	"fmt"
	"reflect"
	"strings"
)

// ownForm are the Go types that write JSON of another form than their fields.
var ownForm = map[string]string{
	"encoding/json.RawMessage":                                      "any",
	"istio.io/istio/operator/pkg/apis.BoolValue":                    "bool",
	"k8s.io/apimachinery/pkg/api/resource.Quantity":                 "quantity",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Duration":                 "duration",
	"k8s.io/apimachinery/pkg/apis/meta/v1.FieldsV1":                 "struct",
	"k8s.io/apimachinery/pkg/apis/meta/v1.MicroTime":                "time",
	"k8s.io/apimachinery/pkg/apis/meta/v1.Time":                     "time",
	"k8s.io/apimachinery/pkg/runtime.RawExtension":                  "struct",
	"k8s.io/apimachinery/pkg/util/intstr.IntOrString":               "intOrString",
	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSON": "any",
}

var goScalars = map[reflect.Kind]string{
	reflect.Bool:      "bool",
	reflect.Float32:   "number",
	reflect.Float64:   "number",
	reflect.Int:       "int64",
	reflect.Int32:     "int32",
	reflect.Int64:     "int64",
	reflect.Interface: "any",
	reflect.String:    "string",
	reflect.Uint16:    "uint32",
	reflect.Uint32:    "uint32",
}

// goType is the schema of a Go type as encoding/json reads it.
func (g *generator) goType(t reflect.Type) *Schema {
	if name, ok := ownForm[t.PkgPath()+"."+t.Name()]; ok {
		return ref(name)
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.goType(t.Elem())
	case reflect.Map:
		return mapOf(g.goType(t.Elem()))
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return ref("bytes")
		}
		return listOf(g.goType(t.Elem()))
	case reflect.Struct:
		return ref(g.addStruct(t))
	case reflect.String:
		return g.goString(t)
	}
	scalar, known := goScalars[t.Kind()]
	if !known {
		panic(fmt.Sprintf("no JSON type for %s", t))
	}
	return ref(scalar)
}

// goString is an enum where the source says that the list of its values is closed.
func (g *generator) goString(t reflect.Type) *Schema {
	values := g.sources.enumOf(t.PkgPath(), t.Name())
	if len(values) == 0 {
		return ref("string")
	}
	name := goName(t)
	if g.defs[name] == nil {
		// An empty string is what Go leaves out.
		schema := enum(values, "")
		schema.see = g.goPage(t)
		g.defs.add(name, schema)
	}
	return ref(name)
}

// addStruct defines a struct and all that it needs, and returns its name.
func (g *generator) addStruct(t reflect.Type) string {
	name := goName(t)
	if g.goTypes[name] == t {
		return name
	}
	schema := object(g.goPage(t))
	g.defs.add(name, schema)
	g.goTypes[name] = t
	g.addFields(schema, t)
	return name
}

func (g *generator) addFields(schema *Schema, t reflect.Type) {
	for i := range t.NumField() {
		field := t.Field(i)
		key, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		if key == "-" || !field.IsExported() {
			continue
		}
		if key == "" && (field.Anonymous || strings.Contains(options, "inline")) {
			g.addFields(schema, field.Type)
			continue
		}
		property := g.goType(field.Type)
		property.PatchStrategy = field.Tag.Get("patchStrategy")
		property.PatchMergeKey = field.Tag.Get("patchMergeKey")
		property.Deprecated = g.sources.deprecated(t.PkgPath(), t.Name(), field.Name)
		schema.Properties[key] = property
	}
}

// goName is the name of a type without its version: "core.Affinity".
func goName(t reflect.Type) string { return goGroup(t.PkgPath()) + "." + t.Name() }

func goGroup(path string) string {
	switch {
	case strings.HasPrefix(path, "istio.io/istio/operator/"):
		return "operator"
	case strings.HasPrefix(path, "sigs.k8s.io/gateway-api/"):
		return "gateway"
	}
	parts := strings.Split(path, "/")
	return parts[len(parts)-2]
}

// goPage links to the reference of Kubernetes, of the Gateway API, or to Istio's source.
func (g *generator) goPage(t reflect.Type) string {
	path, name := t.PkgPath(), strings.ToLower(t.Name())
	switch goGroup(path) {
	case "operator":
		return g.istioSource("operator/pkg/apis/types.go")
	case "gateway":
		return "https://gateway-api.sigs.k8s.io/reference/api-spec/#" + name
	}
	parts := strings.Split(path, "/")
	return fmt.Sprintf("https://kubernetes.io/docs/reference/generated/kubernetes-api/%s/#%s-%s-%s",
		g.kubernetes, name, parts[len(parts)-1], parts[len(parts)-2])
}
