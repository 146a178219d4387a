// C-CDA data types ⇄ FHIR, a function pair for each. read_*: what `element` says, below `to`; false when it says nothing (a nullFlavor alone).
// write_*: what `ours` says, into `element`; false when it says nothing. Each marks every leaf it used; what it did not use stays undecided.
// Spec: https://hl7.org/fhir/us/ccda/mappingGuidance.html (facts); data types: https://hl7.org/cda/stds/core/2.0.0-sd-snapshot1/
#pragma once

#include "caseway/element.h"
#include "mapping/markup/xml_reading.h"
#include "mapping/markup/xml_writing.h"

namespace caseway::mapping::cda {

using Node = std::uint32_t;  // of an XmlSource
constexpr Node kAbsent = formats::XmlNode::kNone;

// A leaf of theirs as a child value of ours; copied when the text is the same.
Draft::Id carry(XmlReading& from, Node leaf, Draft::Id parent, std::string_view name, std::string_view value);
Draft::Id carry(XmlReading& from, Node leaf, Draft::Id parent, std::string_view name);
// All text of an element as a child value.
Draft::Id carry_text(XmlReading& from, Node element, Draft::Id parent, std::string_view name);
// A child value of ours as an attribute; false when it is not there.
bool put(XmlWriting& to, XmlOut::Id element, Word name, Element ours);
bool put_text(XmlWriting& to, XmlOut::Id parent, Word child, Element ours);

// A system by its OID, with its name where we know it.
void put_system(XmlWriting& to, XmlOut::Id element, std::string_view oid);

bool read_coding(XmlReading& from, Node element, Draft::Id coding);
bool write_coding(XmlWriting& to, XmlOut::Id element, Element coding);
bool read_cd(XmlReading& from, Node element, Draft::Id codeable);
bool write_cd(XmlWriting& to, XmlOut::Id element, Element codeable);
bool read_ii(XmlReading& from, Node element, Draft::Id identifier);
bool write_ii(XmlWriting& to, XmlOut::Id element, Element identifier);
std::string key_of_ii(const XmlReading& from, Node element);  // "root^extension", "" when it is null

bool read_pn(XmlReading& from, Node element, Draft::Id name);
bool write_pn(XmlWriting& to, XmlOut::Id element, Element name);
bool read_ad(XmlReading& from, Node element, Draft::Id address);
bool write_ad(XmlWriting& to, XmlOut::Id element, Element address);
bool read_tel(XmlReading& from, Node element, Draft::Id contact);
bool write_tel(XmlWriting& to, XmlOut::Id element, Element contact);

bool read_ts(XmlReading& from, Node value, Draft::Id parent, DefId def);  // value: the attribute
bool read_period(XmlReading& from, Node element, Draft::Id period);
bool write_period(XmlWriting& to, XmlOut::Id element, Element period);
bool read_timing(XmlReading& from, Node element, Draft::Id timing);
bool write_timing(XmlWriting& to, XmlOut::Id element, Element timing);

bool read_pq(XmlReading& from, Node element, Draft::Id quantity);
bool write_pq(XmlWriting& to, XmlOut::Id element, Element quantity);
bool read_range(XmlReading& from, Node element, Draft::Id range);
bool write_range(XmlWriting& to, XmlOut::Id element, Element range);
bool read_ratio(XmlReading& from, Node element, Draft::Id ratio);
bool write_ratio(XmlWriting& to, XmlOut::Id element, Element ratio);

// The text of an ST or ED: its own, or that of the narrative it refers to; marks what it used with `target`.
std::string text_of_ed(XmlReading& from, Node element);
void mark_ed(XmlReading& from, Node element, Draft::Id target, std::string_view value);

}  // namespace caseway::mapping::cda
