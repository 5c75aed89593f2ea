package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// fileOf is the file without suffix that a group of definitions is written to; groups without an entry are Kubernetes'.
var fileOf = map[string]string{
	"extensions":   "extensions",
	"gateway":      "gateway-api",
	"gatewayChart": "gateway-values",
	"mesh":         "mesh",
	"networking":   "networking",
	"operator":     "operator",
	"security":     "security",
	"telemetry":    "telemetry",
	"type":         "selector",
	"values":       "values",
}

var scalarText = map[string]string{
	"any": "unknown", "struct": "Readonly<Record<string, unknown>>", "scalar": "string | number | boolean",
	"bool": "boolean", "string": "string", "bytes": "string", "time": "string", "duration": "string", "ipRanges": "string",
	"ports": "string", "quantity": "string | number", "quantityText": "string", "intOrString": "number | string",
	"int32": "number", "int64": "number", "uint32": "number", "number": "number", "proto.int32": "number",
	"proto.int64": "number", "proto.uint32": "number", "proto.uint64": "number", "proto.number": "number",
}

var jsonText = map[string]string{
	"object": "Readonly<Record<string, unknown>>", "array": "readonly unknown[]", "integer": "number", "number": "number",
	"string": "string", "boolean": "boolean",
}

var identifier = regexp.MustCompile(`^[A-Za-z_$][\w$]*$`)

// file is one file of types; imports are the other files that it names.
type file struct {
	name    string
	text    strings.Builder
	imports map[string]bool
}

// typescript writes the definitions that the roots need as types, and the kinds of Istio's API as objects; by file.
func (g *generator) typescript(kinds []kind, roots ...string) map[string]string {
	files, taken := map[string]*file{}, map[string]string{}
	for _, name := range g.defs.reachable(roots...) {
		if scalarText[name] != "" {
			continue
		}
		in, local := fileAndName(name)
		if other := taken[in+"."+local]; other != "" {
			panic(name + " and " + other + " are both called " + local + " in " + in)
		}
		taken[in+"."+local] = name
		if files[in] == nil {
			files[in] = &file{name: in, imports: map[string]bool{}}
		}
		files[in].declare(local, g.defs[name])
	}
	files["kinds"] = istioKinds(kinds)
	texts := map[string]string{}
	for name, file := range files {
		texts[name+".ts"] = file.whole()
	}
	return texts
}

// fileAndName is where a definition is written, and what it is called there.
func fileAndName(definition string) (string, string) {
	group, name, _ := strings.Cut(definition, ".")
	in := fileOf[group]
	if in == "" {
		in = "kubernetes"
	}
	return in, strings.ReplaceAll(name, ".", "")
}

func (f *file) declare(name string, schema *Schema) {
	if schema.see != "" {
		fmt.Fprintf(&f.text, "/** @see %s */\n", schema.see)
	}
	if schema.Properties != nil {
		fmt.Fprintf(&f.text, "export interface %s %s\n\n", name, f.fields(schema))
		return
	}
	fmt.Fprintf(&f.text, "export type %s = %s;\n\n", name, f.typeOf(schema))
}

func (f *file) fields(schema *Schema) string {
	out := strings.Builder{}
	out.WriteString("{\n")
	// What a map holds under any key must allow what it holds under a known one, and optional fields may be undefined.
	for _, key := range slices.Sorted(mapKeys(schema.Properties)) {
		property := schema.Properties[key]
		if property.Deprecated {
			out.WriteString("/** @deprecated */\n")
		}
		if !identifier.MatchString(key) {
			key = "'" + key + "'"
		}
		fmt.Fprintf(&out, "readonly %s?: %s;\n", key, f.typeOf(property))
	}
	if values, ok := schema.Additional.(*Schema); ok {
		fmt.Fprintf(&out, "readonly [key: string]: %s | undefined;\n", f.typeOf(values))
	}
	out.WriteString("}")
	return out.String()
}

func (f *file) typeOf(schema *Schema) string {
	switch {
	case schema.Ref != "":
		return f.nameOf(schema.target())
	case schema.Enum != nil:
		return enumText(schema.Enum)
	case schema.Properties != nil:
		return f.fields(schema)
	case schema.Items != nil:
		return "readonly " + inBrackets(f.typeOf(schema.Items)) + "[]"
	}
	if values, ok := schema.Additional.(*Schema); ok {
		return "Readonly<Record<string, " + f.typeOf(values) + ">>"
	}
	texts := []string{}
	for _, name := range schema.Type.([]string) {
		if name != "null" {
			texts = append(texts, jsonText[name])
		}
	}
	return strings.Join(texts, " | ")
}

func inBrackets(text string) string {
	if strings.Contains(text, " | ") || strings.HasPrefix(text, "readonly ") {
		return "(" + text + ")"
	}
	return text
}

func (f *file) nameOf(definition string) string {
	if text := scalarText[definition]; text != "" {
		return text
	}
	in, name := fileAndName(definition)
	if in == f.name {
		return name
	}
	f.imports[in] = true
	return namespace(in) + "." + name
}

// namespace is what a file is called where it is imported: "gateway-api" is gatewayApi.
func namespace(file string) string {
	words := strings.Split(file, "-")
	for i, word := range words[1:] {
		words[i+1] = strings.ToUpper(word[:1]) + word[1:]
	}
	return strings.Join(words, "")
}

// enumText leaves out numbers, null and the empty string, which documents may hold and nobody should write.
func enumText(values []any) string {
	texts := []string{}
	for _, value := range values {
		switch value := value.(type) {
		case string:
			if value != "" {
				texts = append(texts, "'"+value+"'")
			}
		case bool:
			texts = append(texts, fmt.Sprint(value))
		}
	}
	return strings.Join(texts, " | ")
}

func istioKinds(kinds []kind) *file {
	out := &file{name: "kinds", imports: map[string]bool{"kubernetes": true}}
	out.text.WriteString(`/** An object of one of Istio's kinds. */
export interface IstioObject<ApiVersion extends string, Kind extends string, Spec> {
	readonly apiVersion: ApiVersion;
	readonly kind: Kind;
	readonly metadata?: kubernetes.ObjectMeta;
	readonly spec?: Spec;
}

`)
	for _, kind := range kinds {
		versions := []any{}
		for _, version := range kind.versions {
			versions = append(versions, version)
		}
		fmt.Fprintf(&out.text, "export type %s = IstioObject<%s, '%s', %s>;\n\n",
			kind.name, enumText(versions), kind.name, out.nameOf(kind.spec))
	}
	return out
}

func (f *file) whole() string {
	out := strings.Builder{}
	out.WriteString("// Written by `make generate`.\n")
	for _, name := range slices.Sorted(mapKeys(f.imports)) {
		fmt.Fprintf(&out, "import type * as %s from './%s';\n", namespace(name), name)
	}
	return out.String() + "\n" + f.text.String()
}
