#!/usr/bin/env python3
"""Writes model_table.cc, the FHIR R4 model as one table, from the official definitions.

    generate_model.py DEFINITIONS EXPANSIONS OUT

DEFINITIONS  folder with the StructureDefinition-*.json of hl7.fhir.r4.core 4.0.1
EXPANSIONS   folder with the expanded ValueSet-*.json of hl7.fhir.r4.expansions 4.0.1

Facts only: names, order, cardinality, types, choices, required code lists. What the definitions leave to the reader is settled here:
  - Resource.id is typed `string` in the 4.0.1 snapshots; the standard means `id`.
  - Element.id and Extension.url are XML attributes: plain text, no children.
  - xhtml has no elements of its own: what is inside a div is text to the model.
  - A required binding becomes a code list only where its expansion is complete; open systems (MIME types, the ~8000 languages) have none.
"""
import glob
import json
import os
import sys

FHIR_TYPE = "http://hl7.org/fhir/StructureDefinition/structuredefinition-fhir-type"
XHTML = "xhtml"
CODED = {"code", "uri", "string"}
SLOTS_PER_NAME = 1.5


def read_json(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def structures(folder):
    """The StructureDefinitions that define a type, primitives first, each group by name."""
    rank = {"primitive-type": 0, "complex-type": 1, "resource": 2}
    found = []
    for path in glob.glob(os.path.join(folder, "StructureDefinition-*.json")):
        definition = read_json(path)
        if definition["kind"] in rank and definition.get("derivation") != "constraint":
            found.append(definition)
    return sorted(found, key=lambda d: (rank[d["kind"]], d["type"]))


def complete_codes(value_set):
    """The codes of an expansion, or None when it does not list them all."""
    expansion = value_set.get("expansion", {})
    codes = []

    def walk(entries):
        for entry in entries:
            if "code" in entry:
                codes.append(entry["code"])
            walk(entry.get("contains", []))

    walk(expansion.get("contains", []))
    return sorted(set(codes)) if codes and expansion.get("total", len(codes)) <= len(codes) else None


def expansions(folder):
    found = {}
    for path in sorted(glob.glob(os.path.join(folder, "ValueSet-*.json"))):
        value_set = read_json(path)
        codes = complete_codes(value_set)
        if codes:
            found[value_set["url"]] = codes
    return found


class Model:
    def __init__(self, definitions, value_sets):
        self.value_sets = value_sets
        self.types = []        # (name, kind)
        self.type_ids = {}
        self.children = {}     # type name -> snapshot elements
        self.elements = []
        self.spans = []        # per type: (first, count)
        self.choices = [""]
        self.lists = [[]]
        self.list_ids = {}
        for definition in definitions:
            self.add_types(definition)
        for name, kind in self.types:
            first = len(self.elements)
            self.add_elements(name, kind)
            self.spans.append((first, len(self.elements) - first))

    def add_types(self, definition):
        """The type itself and the anonymous types of its elements that have children: Patient, Patient.contact, ..."""
        root, elements = definition["type"], definition["snapshot"]["element"]
        parents = {e["path"].rpartition(".")[0] for e in elements}
        for element in elements:
            path = element["path"]
            if path != root and path not in parents:
                continue
            if path != root:
                kind = "backbone"
            elif definition["kind"] == "primitive-type":
                kind = "primitive"
            elif definition["abstract"]:
                kind = "abstract"
            else:
                kind = "resource" if definition["kind"] == "resource" else "complex"
            self.type_ids[path] = len(self.types)
            self.types.append((path, kind))
            self.children[path] = [e for e in elements if e["path"].rpartition(".")[0] == path]

    def add_elements(self, owner, kind):
        if owner == XHTML:
            return
        order = 0
        for element in self.children[owner]:
            name = element["path"].rpartition(".")[2]
            if element["max"] == "0" or (kind == "primitive" and name == "value"):
                continue
            types = self.content_types(element, owner, kind)
            choice = 0
            if name.endswith("[x]"):
                choice = len(self.choices)
                self.choices.append(name)
            for content in types:
                full = name[:-3] + content[0].upper() + content[1:] if choice else name
                attribute = name == "id" and kind not in ("resource",) and owner != "Resource" and owner != "DomainResource"
                attribute = attribute or (owner == "Extension" and name == "url")
                self.elements.append({
                    "name": full, "owner": self.type_ids[owner], "type": self.type_ids[content], "order": order, "min": element["min"],
                    "list": element["max"] != "1", "attribute": attribute, "any": content == "Resource", "choice": choice,
                    "codes": self.code_list(element, content)})
            order += 1

    def content_types(self, element, owner, kind):
        path = element["path"]
        if path in self.children:
            return [path]
        if "contentReference" in element:
            return [element["contentReference"][1:]]
        if path.endswith(".id") and (kind == "resource" or owner in ("Resource", "DomainResource")) and path.count(".") == 1:
            return ["id"]
        result = []
        for content in element["type"]:
            code = content["code"]
            for extension in content.get("extension", []):
                if extension["url"] == FHIR_TYPE:
                    code = extension["valueUrl"]
            result.append(code)
        return result

    def code_list(self, element, content):
        binding = element.get("binding", {})
        if binding.get("strength") != "required" or content not in CODED:
            return 0
        url = binding.get("valueSet", "").partition("|")[0]
        if url not in self.value_sets:
            return 0
        key = tuple(self.value_sets[url])
        if key not in self.list_ids:
            self.list_ids[key] = len(self.lists)
            self.lists.append(list(key))
        return self.list_ids[key]


def hash_name(owner, name):
    """As in model.cc."""
    text, mask = name.encode(), (1 << 64) - 1
    n = len(text)
    width = 8 if n >= 8 else 4
    if n >= 4:
        first, last = int.from_bytes(text[:width], "little"), int.from_bytes(text[-width:], "little")
    else:
        first, last = text[0], text[n // 2] | text[-1] << 8
    h = (first * 0x9E3779B97F4A7C15 & mask) ^ (last + (n + (owner << 8)) * 0xC2B2AE3D27D4EB4F & mask)
    h = (h ^ (h >> 29)) * 0xBF58476D1CE4E5B9 & mask
    return h >> 32


def slots(keys):
    """Open addressing with linear probing; 65535 is free."""
    size = 1
    while size < len(keys) * SLOTS_PER_NAME:
        size *= 2
    table = [0xFFFF] * size
    for index, (owner, name) in enumerate(keys):
        slot = hash_name(owner, name) % size
        while table[slot] != 0xFFFF:
            slot = (slot + 1) % size
        table[slot] = index
    return table


def rows(items, width=148):
    """The items as lines of at most `width` columns."""
    lines, line = [], ""
    for item in items:
        if line and len(line) + len(item) + 2 > width:
            lines.append(line)
            line = ""
        line += (" " if line else "") + item + ","
    return "\n".join(lines + ([line] if line else []))


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write(model, out):
    types = [f"{{{quoted(n)}, Kind::{k}, {s[0]}, {s[1]}}}" for (n, k), s in zip(model.types, model.spans)]
    elements = []
    for e in model.elements:
        flags = ", ".join(str(int(e[key])) for key in ("list", "attribute", "any"))
        elements.append(f"{{{quoted(e['name'])}, {e['owner']}, {e['type']}, {e['order']}, {e['min']}, {flags}, {e['choice']}, {e['codes']}}}")
    first, spans, codes = 0, [], []
    for code_list in model.lists:
        spans.append(f"{{{first}, {len(code_list)}}}")
        codes += [quoted(c) for c in code_list]
        first += len(code_list)
    type_slots = slots([(0, n) for n, _ in model.types])
    element_slots = slots([(e["owner"], e["name"]) for e in model.elements])
    out.write(f"""// Generated by gateway/fhir/generate_model.py from the FHIR R4 4.0.1 definitions (CC0): do not edit, run ./dev model.
// clang-format off
#include "fhir/model_table.h"

namespace caseway::fhir::table {{

constexpr TypeInfo kTypes[] = {{
{rows(types)}
}};
const std::size_t kTypeCount = {len(types)};

constexpr ElementInfo kElements[] = {{
{rows(elements)}
}};
const std::size_t kElementCount = {len(elements)};

constexpr std::string_view kChoices[] = {{
{rows([quoted(c) for c in model.choices])}
}};

constexpr std::string_view kCodes[] = {{
{rows(codes)}
}};
constexpr CodeList kCodeLists[] = {{
{rows(spans)}
}};
const std::size_t kCodeListCount = {len(spans)};

constexpr std::uint16_t kTypeSlots[] = {{
{rows([str(s) for s in type_slots])}
}};
const std::uint32_t kTypeSlotMask = {len(type_slots) - 1};

constexpr std::uint16_t kElementSlots[] = {{
{rows([str(s) for s in element_slots])}
}};
const std::uint32_t kElementSlotMask = {len(element_slots) - 1};

}}  // namespace caseway::fhir::table
""")


def main():
    definitions, expanded, target = sys.argv[1:]
    model = Model(structures(definitions), expansions(expanded))
    assert len(model.types) < 0xFFFF and len(model.elements) < 0xFFFF and len(model.lists) < 0xFFFF
    with open(target, "w", encoding="utf-8") as out:
        write(model, out)
    print(f"{target}: {len(model.types)} types, {len(model.elements)} elements, {len(model.lists) - 1} code lists")


if __name__ == "__main__":
    main()
