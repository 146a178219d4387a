#include "host/scaffold_files.h"

namespace caseway::host {
namespace {

constexpr std::string_view kCMakeLists =
    R"(if(NOT COMMAND caseway_plugin)  # on its own, with an installed Caseway; inside Caseway's tree the last line is all
  cmake_minimum_required(VERSION 3.25)
  project(@NAME@ LANGUAGES CXX)
  find_package(caseway REQUIRED)
endif()
caseway_plugin()
)";

constexpr std::string_view kManifest = R"({
  "name": "@NAME@",
  "version": "0.1.0",
  "title": "@TITLE@ CSV files",
  "status": "experimental",
  "documents": ["referral"],
  "formats": ["csv"],
  "directions": ["read", "write"],
  "media_types": { "csv": "text/csv" }
}
)";

constexpr std::string_view kSource = R"(// The CSV files of @TITLE@. Everything that can be said about them is in the mapping files beside this one.
#include "caseway/plugin.h"

namespace {

class @CLASS@ : public caseway::MappingPartner {
 public:
  using MappingPartner::MappingPartner;
};

}  // namespace

CASEWAY_PARTNER(@CLASS@)
)";

constexpr std::string_view kMapping = R"(# One row is one referral: a ServiceRequest with its Task, and the person it is about.
mapping: @NAME@-referral
version: "1"
document: referral
title: @TITLE@ referral list
theirs:
  format: csv
  key: case_number
  recognise:
    - { has: [case_number, family_name, asked_for], what: @TITLE@ referral list }

ours:
  request: { resource: ServiceRequest, subject: patient }
  task:
    resource: Task
    focus: request
    for: patient
    code: { coding: [{ system: "http://hl7.org/fhir/CodeSystem/task-code", code: fulfill }] }
  patient: { resource: Patient, link: [request.subject, task.for] }

codes:
  answer:
    rows:
      - [open, requested]
      - ["yes", accepted]
      - ["no", rejected]
      - [done, completed]

fields:
  - { theirs: case_number, ours: request.identifier.value, required: both, doc: "Their number of this referral", example: C-1001 }
  - { theirs: asked_on, ours: request.authoredOn, as: date, doc: "Day on which the service was asked for", example: "2026-11-16" }
  - { theirs: asked_for, ours: request.code.text, required: receiving, doc: "The service, in words", example: Supported housing }
  - { theirs: answer, ours: task.status, codes: answer, required: receiving, doc: "Where the referral stands", example: open }
  - { ours: request.status, value: active }
  - { ours: request.intent, value: order }
  - { ours: task.intent, value: order }
  - { theirs: given_name, ours: "patient.name.given[1]", doc: "Given name", example: Noor }
  - { theirs: family_name, ours: patient.name.family, required: receiving, doc: "Family name", example: Haddad }
  - { theirs: born_on, ours: patient.birthDate, as: date, doc: "Date of birth; a year where no more is known", example: "1991-05-04" }
  - { theirs: row_colour, ignore: decoration }
)";

constexpr std::string_view kFixture = R"(case_number,asked_on,asked_for,answer,given_name,family_name,born_on,row_colour
C-1001,2026-11-16,Supported housing,open,Noor,Haddad,1991-05-04,green
C-1002,2026-11-17,Peer support,yes,Tomas,Lind,1978,
)";

constexpr std::string_view kFacts = R"([
  {"path": "ServiceRequest.identifier.value", "value": "C-1001"},
  {"path": "Task.status", "value": "accepted"},
  {"path": "Patient.birthDate", "value": "1978"}
]
)";

constexpr std::string_view kReadme = R"(# @TITLE@

A Caseway plugin: the dialect `@NAME@` reads and writes the CSV files of @TITLE@.

| file | what it is |
|---|---|
| `plugin.json` | what the gateway may know before it loads the plugin |
| `referral.map.yaml` | their columns and our elements; an analyst can read and change it |
| `plugin.cc` | the class; it needs a change only when a mapping cannot say something |
| `fixtures/` | example files with the results that are expected of them |

Build it with an installed Caseway and try it:

    cmake -S . -B build && cmake --build build
    export CASEWAY_PLUGIN_FOLDERS=@plugins:$PWD/build/plugins
    caseway translate --from @NAME@ --to fhir-json fixtures/referral.in.csv
)";

constexpr ScaffoldFile kFiles[] = {{"CMakeLists.txt", kCMakeLists},
                                   {"plugin.json", kManifest},
                                   {"plugin.cc", kSource},
                                   {"referral.map.yaml", kMapping},
                                   {"fixtures/referral.in.csv", kFixture},
                                   {"fixtures/referral.facts.json", kFacts},
                                   {"README.md", kReadme}};

}  // namespace

std::span<const ScaffoldFile> scaffold_files() { return kFiles; }

}  // namespace caseway::host
