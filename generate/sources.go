package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// sources reads from Go files what reflection cannot see: closed lists of values, deprecations, and what istioctl checks.
type sources struct {
	modules  map[string]string
	packages map[string]*source
}

type source struct {
	enums      map[string][]string
	deprecated map[string]bool
}

var (
	kubebuilderEnum = regexp.MustCompile(`(?m)^\+kubebuilder:validation:Enum=(.*)$`)
	kubernetesEnum  = regexp.MustCompile(`(?m)^\+enum$`)
	deprecation     = regexp.MustCompile(`(?mi)^deprecated[:.]`)
)

func (s *sources) enumOf(path, name string) []string { return s.of(path).enums[name] }

func (s *sources) deprecated(path, name, field string) bool {
	return s.of(path).deprecated[name+"."+field]
}

func (s *sources) of(path string) *source {
	if s.packages[path] == nil {
		s.packages[path] = readSource(s.directory(path))
	}
	return s.packages[path]
}

func (s *sources) directory(path string) string {
	for module, directory := range s.modules {
		if rest, ok := strings.CutPrefix(path, module+"/"); ok {
			return filepath.Join(directory, rest)
		}
	}
	return ""
}

func readSource(directory string) *source {
	read := &source{enums: map[string][]string{}, deprecated: map[string]bool{}}
	constants, closed := map[string][]string{}, map[string]bool{}
	for _, file := range parseDirectory(directory) {
		for _, declaration := range file.Decls {
			group, ok := declaration.(*ast.GenDecl)
			if !ok {
				continue
			}
			for _, spec := range group.Specs {
				switch spec := spec.(type) {
				case *ast.ValueSpec:
					addConstant(constants, spec)
				case *ast.TypeSpec:
					read.addType(spec, docOf(spec.Doc)+docOf(group.Doc), closed)
				}
			}
		}
	}
	for name := range closed {
		read.enums[name] = constants[name]
	}
	return read
}

func parseDirectory(directory string) []*ast.File {
	files := []*ast.File{}
	names, err := filepath.Glob(filepath.Join(directory, "*.go"))
	must(err)
	for _, name := range names {
		if directory == "" || strings.HasSuffix(name, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments|parser.SkipObjectResolution)
		must(err)
		files = append(files, file)
	}
	return files
}

func docOf(comment *ast.CommentGroup) string {
	if comment == nil {
		return ""
	}
	// Not comment.Text(): it leaves out lines without a space behind the slashes, and aligns the others.
	lines := []string{}
	for _, line := range comment.List {
		lines = append(lines, strings.TrimSpace(strings.TrimPrefix(line.Text, "//")))
	}
	return strings.Join(lines, "\n") + "\n"
}

func addConstant(constants map[string][]string, spec *ast.ValueSpec) {
	named, ok := spec.Type.(*ast.Ident)
	if !ok || len(spec.Values) != 1 {
		return
	}
	if literal, ok := spec.Values[0].(*ast.BasicLit); ok && literal.Kind == token.STRING {
		value, err := strconv.Unquote(literal.Value)
		must(err)
		constants[named.Name] = append(constants[named.Name], value)
	}
}

func (s *source) addType(spec *ast.TypeSpec, doc string, closed map[string]bool) {
	if found := kubebuilderEnum.FindStringSubmatch(doc); found != nil {
		s.enums[spec.Name.Name] = strings.Split(found[1], ";")
	} else if kubernetesEnum.MatchString(doc) {
		closed[spec.Name.Name] = true
	}
	structure, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range structure.Fields.List {
		for _, name := range field.Names {
			s.deprecated[spec.Name.Name+"."+name.Name] = deprecation.MatchString(docOf(field.Doc))
		}
	}
}

// checks reads from istioctl's validation which free-form values it checks, and against which type or with which function:
// "Cni.Affinity" to "corev1.Affinity".
func (s *sources) checks() map[string]string {
	name := filepath.Join(s.modules["istio.io/istio"], "operator/pkg/apis/validation/validation.go")
	text, err := os.ReadFile(name)
	must(err)
	file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
	must(err)
	found := map[string]string{}
	ast.Inspect(file, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) != 3 {
			return true
		}
		function, ok := call.Fun.(*ast.Ident)
		if ok && (function.Name == "run" || function.Name == "runKube" || function.Name == "runKubeList") {
			if path := getters(call.Args[0]); len(path) > 0 {
				against := call.Args[1]
				start := int(against.Pos()) - 1
				found[strings.Join(path, ".")] = strings.Trim(string(text[start:int(against.End())-1]), "&{}")
			}
		}
		return true
	})
	return found
}

// getters is the path of values.GetX().GetY().
func getters(expression ast.Expr) []string {
	call, ok := expression.(*ast.CallExpr)
	if !ok {
		return nil
	}
	selector := call.Fun.(*ast.SelectorExpr)
	return append(getters(selector.X), strings.TrimPrefix(selector.Sel.Name, "Get"))
}
