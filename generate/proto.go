package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/types/descriptorpb"
)

// wellKnown are the messages that protobuf's JSON writes in another form than their fields.
var wellKnown = map[protoreflect.FullName]string{
	"google.protobuf.Any":         "struct",
	"google.protobuf.BoolValue":   "bool",
	"google.protobuf.BytesValue":  "bytes",
	"google.protobuf.DoubleValue": "proto.number",
	"google.protobuf.Duration":    "duration",
	"google.protobuf.FloatValue":  "proto.number",
	"google.protobuf.Int32Value":  "proto.int32",
	"google.protobuf.Int64Value":  "proto.int64",
	"google.protobuf.StringValue": "string",
	"google.protobuf.Struct":      "struct",
	"google.protobuf.Timestamp":   "time",
	"google.protobuf.UInt32Value": "proto.uint32",
	"google.protobuf.UInt64Value": "proto.uint64",
	"google.protobuf.Value":       "any",
	// It has an UnmarshalJSON of its own.
	valuesPackage + ".IntOrString": "intOrString",
}

// valuesPackage is that of the values of Istio's charts.
const valuesPackage = "istio.operator.v1alpha1"

var protoScalars = map[protoreflect.Kind]string{
	protoreflect.BoolKind:   "bool",
	protoreflect.StringKind: "string",
	protoreflect.BytesKind:  "bytes",
	protoreflect.Int32Kind:  "proto.int32",
	protoreflect.Int64Kind:  "proto.int64",
	protoreflect.Uint32Kind: "proto.uint32",
	protoreflect.Uint64Kind: "proto.uint64",
	protoreflect.FloatKind:  "proto.number",
	protoreflect.DoubleKind: "proto.number",
}

// addMessage defines a message and all that it needs, and returns its name.
func (g *generator) addMessage(message protoreflect.MessageDescriptor) string {
	if name, ok := wellKnown[message.FullName()]; ok {
		return name
	}
	name := protoName(message)
	if g.defs[name] != nil {
		return name
	}
	schema := object(g.protoPage(message))
	g.defs.add(name, schema)
	fields := message.Fields()
	for i := range fields.Len() {
		field := fields.Get(i)
		property := g.protoField(field)
		if plain := string(field.Name()); plain != field.JSONName() {
			property.Alias = plain
		}
		property.Deprecated = field.Options().(*descriptorpb.FieldOptions).GetDeprecated()
		schema.Properties[field.JSONName()] = property
	}
	oneOfs := message.Oneofs()
	for i := range oneOfs.Len() {
		names, members := []string{}, oneOfs.Get(i).Fields()
		for j := range members.Len() {
			names = append(names, members.Get(j).JSONName())
		}
		if len(names) > 1 {
			schema.OneOf = append(schema.OneOf, names)
		}
	}
	return name
}

func (g *generator) protoField(field protoreflect.FieldDescriptor) *Schema {
	if field.IsMap() {
		return mapOf(g.protoSingle(field.MapValue()))
	}
	if field.IsList() {
		return listOf(g.protoSingle(field))
	}
	return g.protoSingle(field)
}

func (g *generator) protoSingle(field protoreflect.FieldDescriptor) *Schema {
	switch field.Kind() {
	case protoreflect.MessageKind:
		return ref(g.addMessage(field.Message()))
	case protoreflect.EnumKind:
		return ref(g.addEnum(field.Enum()))
	}
	scalar, known := protoScalars[field.Kind()]
	if !known {
		panic("no JSON type for " + string(field.FullName()))
	}
	return ref(scalar)
}

func (g *generator) addEnum(descriptor protoreflect.EnumDescriptor) string {
	name := protoName(descriptor)
	if g.defs[name] != nil {
		return name
	}
	names, numbers, values := []string{}, []any{}, descriptor.Values()
	for i := range values.Len() {
		names = append(names, string(values.Get(i).Name()))
		// Charts compare with names, and fail on a number.
		if descriptor.ParentFile().Package() != valuesPackage {
			numbers = append(numbers, values.Get(i).Number())
		}
	}
	schema := enum(names, numbers...)
	schema.see = g.protoPage(descriptor)
	g.defs.add(name, schema)
	return name
}

// protoName is the name of a type without its version: "mesh.MeshConfig.TLSConfig".
func protoName(descriptor protoreflect.Descriptor) string {
	file := descriptor.ParentFile().Package()
	within := strings.TrimPrefix(string(descriptor.FullName()), string(file)+".")
	group := strings.Split(strings.TrimPrefix(string(file), "istio."), ".")[0]
	if group == "operator" {
		group = "values"
	}
	return group + "." + within
}

var location = regexp.MustCompile(`(?m)^// \$location: https://istio.io/(docs/.*)[.]html$`)

// protoPage links to Istio's reference; a file of the API says on which page it is documented.
func (g *generator) protoPage(descriptor protoreflect.Descriptor) string {
	file := descriptor.ParentFile()
	within := strings.TrimPrefix(string(descriptor.FullName()), string(file.Package())+".")
	if file.Package() == valuesPackage {
		return g.istioSource("operator/pkg/apis/values_types.proto")
	}
	text, err := os.ReadFile(filepath.Join(g.modules["istio.io/api"], file.Path()))
	must(err)
	page := location.FindSubmatch(text)
	if page == nil {
		// Files of the mesh API that are merged into one page name it only in the first.
		return "https://istio.io/latest/docs/reference/config/istio.mesh.v1alpha1/#" + strings.ReplaceAll(within, ".", "-")
	}
	return "https://istio.io/latest/" + string(page[1]) + "/#" + strings.ReplaceAll(within, ".", "-")
}

func (g *generator) istioSource(path string) string {
	return "https://github.com/istio/istio/blob/release-" + g.minor + "/" + path
}
