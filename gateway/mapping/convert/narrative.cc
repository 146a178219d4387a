#include "mapping/convert/narrative.h"

#include "formats/xml_writer.h"
#include "mapping/spelling.h"

namespace caseway::mapping {

namespace {

struct Attribute {
  std::string_view name, value;  // value as written, with its references
};
struct Tag {
  enum class Kind { open, close, empty, text, end } kind = Kind::end;
  std::string_view name;  // local
  std::vector<Attribute> attributes;
  std::string_view text;
  std::size_t at = 0;
};

bool blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
std::string_view local(std::string_view name) {
  const auto colon = name.find(':');
  return colon == std::string_view::npos ? name : name.substr(colon + 1);
}

// Tags and texts of a well-formed fragment; what is not a tag is text, so nothing can be lost here.
class Tags {
 public:
  explicit Tags(std::string_view markup, std::size_t at = 0) : text_(markup), at_(at) {}
  bool next(Tag& tag) {
    tag.attributes.clear();
    tag.at = at_;
    if (at_ >= text_.size()) return false;
    if (text_[at_] != '<') {
      const auto end = std::min(text_.find('<', at_), text_.size());
      tag.kind = Tag::Kind::text;
      tag.text = text_.substr(at_, end - at_);
      at_ = end;
      return true;
    }
    if (text_.substr(at_, 4) == "<!--") return skip("-->") && next(tag);
    if (text_.substr(at_, 2) == "<?") return skip("?>") && next(tag);
    return read_tag(tag);
  }

 private:
  bool skip(std::string_view end) {
    const auto found = text_.find(end, at_);
    at_ = found == std::string_view::npos ? text_.size() : found + end.size();
    return true;
  }
  bool read_tag(Tag& tag) {
    ++at_;
    tag.kind = at_ < text_.size() && text_[at_] == '/' ? Tag::Kind::close : Tag::Kind::open;
    if (tag.kind == Tag::Kind::close) ++at_;
    tag.name = local(word());
    while (at_ < text_.size()) {
      while (at_ < text_.size() && blank(text_[at_])) ++at_;
      if (at_ >= text_.size()) return true;
      if (text_[at_] == '/') {
        tag.kind = Tag::Kind::empty;
        ++at_;
        continue;
      }
      if (text_[at_] == '>') {
        ++at_;
        return true;
      }
      const auto name = word();
      if (name.empty()) {
        ++at_;
        continue;
      }
      while (at_ < text_.size() && (blank(text_[at_]) || text_[at_] == '=')) ++at_;
      if (at_ >= text_.size()) return true;
      const auto quote = text_[at_++];
      const auto end = std::min(text_.find(quote, at_), text_.size());
      tag.attributes.push_back({name, text_.substr(at_, end - at_)});
      at_ = std::min(end + 1, text_.size());
    }
    return true;
  }
  std::string_view word() {
    const auto begin = at_;
    while (at_ < text_.size() && !blank(text_[at_]) && text_[at_] != '=' && text_[at_] != '>' && text_[at_] != '/') ++at_;
    return text_.substr(begin, at_ - begin);
  }
  std::string_view text_;
  std::size_t at_;
};

bool one_of(std::string_view name, std::initializer_list<std::string_view> names) {
  for (const auto each : names)
    if (each == name) return true;
  return false;
}

bool table_part(std::string_view name) { return one_of(name, {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "col", "colgroup"}); }

void attribute(std::string& out, std::string_view name, std::string_view value) {
  ((((out += ' ') += name) += "=\"")) += value;
  out += '"';
}

struct Renamed {
  std::string_view name;
  std::string_view mark;  // class that remembers what has no name of its own
};

Renamed xhtml_name(const Tag& tag, bool in_table) {
  if (tag.name == "paragraph") return {"p", {}};
  if (tag.name == "item") return {"li", {}};
  if (tag.name == "content") return {"span", {}};
  if (tag.name == "linkHtml") return {"a", {}};
  if (tag.name == "list") {
    for (const auto& a : tag.attributes)
      if (a.name == "listType" && a.value == "ordered") return {"ol", {}};
    return {"ul", {}};
  }
  if (one_of(tag.name, {"br", "sub", "sup"}) || table_part(tag.name) || (tag.name == "caption" && in_table)) return {tag.name, {}};
  if (tag.name == "caption") return {"span", "cda-caption"};
  if (tag.name == "footnote") return {"span", "cda-footnote"};
  if (tag.name == "footnoteRef") return {"span", "cda-footnoteRef"};
  if (tag.name == "renderMultiMedia") return {"span", "cda-renderMultiMedia"};
  return {"span", {}};
}

void xhtml_attributes(const Tag& tag, std::string_view mark, std::string& out) {
  std::string classes(mark);
  for (const auto& a : tag.attributes) {
    const auto name = local(a.name);
    if (name == "ID")
      attribute(out, "id", a.value);
    else if (name == "styleCode")
      classes += (classes.empty() ? "" : " ") + std::string(a.value);
    else if (name == "href" &&
             (a.value.starts_with("http:") || a.value.starts_with("https:") || a.value.starts_with("mailto:") || a.value.starts_with("#")))
      attribute(out, "href", a.value);
    else if (table_part(tag.name) && one_of(name, {"border", "cellpadding", "cellspacing", "width", "summary", "rules", "frame", "align", "valign",
                                                   "colspan", "rowspan", "span", "scope", "abbr"}))
      attribute(out, name, a.value);
  }
  if (!classes.empty()) attribute(out, "class", classes);
}

// An element that had been left out is closed by the same decision.
struct Open {
  std::string name;
};

}  // namespace

std::string div_of_narrative(std::string_view markup) {
  std::string out = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  std::vector<Open> open;
  Tags tags(markup);
  Tag tag;
  int depth = 0;
  int tables = 0;
  while (tags.next(tag)) {
    if (tag.kind == Tag::Kind::text) {
      if (depth > 0) out += tag.text;
    } else if (tag.kind == Tag::Kind::close) {
      if (--depth <= 0) break;
      if (open.empty()) break;
      if (open.back().name == "table") --tables;
      out += "</" + open.back().name + ">";
      open.pop_back();
    } else if (depth == 0) {
      if (tag.kind == Tag::Kind::empty) break;
      depth = 1;  // <text>
    } else {
      const auto renamed = xhtml_name(tag, tables > 0);
      (out += '<') += renamed.name;
      xhtml_attributes(tag, renamed.mark, out);
      if (tag.kind == Tag::Kind::empty) {
        out += "/>";
        continue;
      }
      out += '>';
      open.push_back({std::string(renamed.name)});
      if (renamed.name == "table") ++tables;
      ++depth;
    }
  }
  return out + "</div>";
}

namespace {

std::string_view marked(const Tag& tag) {
  for (const auto& a : tag.attributes)
    if (a.name == "class" && a.value.starts_with("cda-")) {
      const auto name = a.value.substr(4, a.value.find(' ') == std::string_view::npos ? std::string_view::npos : a.value.find(' ') - 4);
      for (const auto known : {"caption", "footnote", "footnoteRef", "renderMultiMedia"})
        if (name == known) return name;
    }
  return {};
}

std::string_view cda_name(const Tag& tag) {
  if (one_of(tag.name, {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote"})) return "paragraph";
  if (tag.name == "ul" || tag.name == "ol") return "list";
  if (tag.name == "li") return "item";
  if (tag.name == "a") return "linkHtml";
  if (one_of(tag.name, {"br", "sub", "sup", "caption"}) || table_part(tag.name)) return tag.name;
  if (const auto name = marked(tag); !name.empty()) return name;
  return "content";
}

void cda_attributes(const Tag& tag, std::string& out) {
  if (tag.name == "ol") attribute(out, "listType", "ordered");
  for (const auto& a : tag.attributes) {
    if (a.name == "id") {
      attribute(out, "ID", a.value);
    } else if (a.name == "class") {
      const auto mark = marked(tag);
      const auto rest = mark.empty() ? a.value : trimmed(a.value.substr(std::min(a.value.size(), 4 + mark.size())));
      if (!rest.empty()) attribute(out, "styleCode", rest);
    } else if ((a.name == "href" && tag.name == "a") || (table_part(tag.name) && !a.name.starts_with("xmlns"))) {
      attribute(out, a.name, a.value);
    }
  }
}

}  // namespace

std::string narrative_of_div(std::string_view div) {
  std::string out;
  std::vector<std::string> open;
  Tags tags(div);
  Tag tag;
  int depth = 0;
  while (tags.next(tag)) {
    if (tag.kind == Tag::Kind::text) {
      if (depth > 0) out += tag.text;
    } else if (tag.kind == Tag::Kind::close) {
      if (--depth <= 0 || open.empty()) break;
      out += "</" + open.back() + ">";
      open.pop_back();
    } else if (depth == 0) {
      if (tag.kind == Tag::Kind::empty) break;
      depth = 1;
    } else {
      const auto name = cda_name(tag);
      (out += '<') += name;
      cda_attributes(tag, out);
      if (tag.kind == Tag::Kind::empty) {
        out += "/>";
        continue;
      }
      out += '>';
      open.emplace_back(name);
      ++depth;
    }
  }
  return out;
}

namespace {

void append_character(std::string& out, unsigned long code) {
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xC0 | (code >> 6));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    out += static_cast<char>(0xE0 | (code >> 12));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  } else if (code < 0x110000) {
    out += static_cast<char>(0xF0 | (code >> 18));
    out += static_cast<char>(0x80 | ((code >> 12) & 0x3F));
    out += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
    out += static_cast<char>(0x80 | (code & 0x3F));
  }
}

// The five named references of XML and character references; white space becomes one space.
void append_text(std::string& out, std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (blank(text[i])) {
      if (!out.empty() && out.back() != ' ' && out.back() != '\n') out += ' ';
      continue;
    }
    const auto end = text[i] == '&' ? text.find(';', i) : std::string_view::npos;
    if (end == std::string_view::npos || end - i > 10) {
      out += text[i];
      continue;
    }
    const auto name = text.substr(i + 1, end - i - 1);
    if (name == "amp")
      out += '&';
    else if (name == "lt")
      out += '<';
    else if (name == "gt")
      out += '>';
    else if (name == "quot")
      out += '"';
    else if (name == "apos")
      out += '\'';
    else if (name.starts_with("#x"))
      append_character(out, std::strtoul(std::string(name.substr(2)).c_str(), nullptr, 16));
    else if (name.starts_with("#"))
      append_character(out, std::strtoul(std::string(name.substr(1)).c_str(), nullptr, 10));
    i = end;
  }
}

}  // namespace

std::string plain_text(std::string_view markup, std::size_t at) {
  std::string out;
  Tags tags(markup, at);
  Tag tag;
  int depth = 0;
  while (tags.next(tag)) {
    const bool block =
        one_of(tag.name, {"paragraph", "item", "tr", "br", "caption", "p", "li", "div", "h1", "h2", "h3", "h4", "table", "list", "ul", "ol"});
    if (tag.kind == Tag::Kind::text) {
      append_text(out, tag.text);
    } else if (tag.kind == Tag::Kind::open) {
      if (block && depth > 0 && !out.empty() && out.back() != '\n') out += '\n';
      ++depth;
    } else if (tag.kind == Tag::Kind::close) {
      if (--depth <= 0) break;
      if (block && !out.empty() && out.back() != '\n') out += '\n';
      if ((tag.name == "td" || tag.name == "th") && !out.empty() && out.back() != ' ') out += ' ';
    } else {
      if (block && !out.empty() && out.back() != '\n') out += '\n';
      if (depth == 0) break;
    }
  }
  std::string lines;
  for (std::size_t begin = 0; begin <= out.size();) {
    const auto end = std::min(out.find('\n', begin), out.size());
    const auto line = trimmed(std::string_view(out).substr(begin, end - begin));
    if (!line.empty()) (lines += lines.empty() ? "" : "\n") += line;
    begin = end + 1;
  }
  return lines;
}

std::string div_of_text(std::string_view text) {
  std::string out = "<div xmlns=\"http://www.w3.org/1999/xhtml\">";
  for (std::size_t begin = 0; begin <= text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    if (const auto line = trimmed(text.substr(begin, end - begin)); !line.empty()) {
      out += "<p>";
      formats::append_xml_text(out, line);
      out += "</p>";
    }
    begin = end + 1;
  }
  return out + "</div>";
}

std::vector<std::pair<std::string, std::size_t>> ids_of(std::string_view markup) {
  std::vector<std::pair<std::string, std::size_t>> ids;
  Tags tags(markup);
  Tag tag;
  while (tags.next(tag))
    for (const auto& a : tag.attributes)
      if (a.name == "ID") ids.emplace_back(std::string(a.value), tag.at);
  return ids;
}

}  // namespace caseway::mapping
