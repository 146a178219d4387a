#include "host/elf.h"

#include <elf.h>

#include <cstring>
#include <vector>

namespace caseway::host {
namespace {

#if defined(__x86_64__)
constexpr unsigned kMachine = EM_X86_64;
#elif defined(__aarch64__)
constexpr unsigned kMachine = EM_AARCH64;
#else
#error "Say here which ELF machine this is"
#endif

// Bounds-checked reading: the part [offset, offset + size) of the file, or an empty view when it is not all there.
std::string_view slice(std::string_view file, std::uint64_t offset, std::uint64_t size) {
  return offset <= file.size() && size <= file.size() - offset ? file.substr(offset, size) : std::string_view();
}

template <class T>
bool read(std::string_view file, std::uint64_t offset, T& out) {
  const auto bytes = slice(file, offset, sizeof(T));
  if (bytes.empty()) return false;
  std::memcpy(&out, bytes.data(), sizeof(T));
  return true;
}

bool check_header(std::string_view file, Elf64_Ehdr& header, std::string& why_not) {
  if (file.substr(0, SELFMAG) != std::string_view(ELFMAG, SELFMAG)) return why_not = "it is no shared library", false;
  if (!read(file, 0, header)) return why_not = "the library is cut short", false;
  if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_ident[EI_DATA] != ELFDATA2LSB || header.e_machine != kMachine)
    return why_not = "the library is built for another machine", false;
  if (header.e_type != ET_DYN) return why_not = "it is a program or an object file, no shared library", false;
  if (header.e_shentsize != sizeof(Elf64_Shdr) || header.e_phentsize != sizeof(Elf64_Phdr)) return why_not = "the library is damaged", false;
  return true;
}

// Every segment that would be mapped must be in the file: the loader of a shortened library dies of SIGBUS.
bool check_segments(std::string_view file, const Elf64_Ehdr& header, std::string& why_not) {
  for (unsigned i = 0; i < header.e_phnum; ++i) {
    Elf64_Phdr segment;
    if (!read(file, header.e_phoff + i * sizeof(Elf64_Phdr), segment)) return why_not = "the library is cut short", false;
    if (segment.p_type == PT_LOAD && segment.p_filesz > 0 && slice(file, segment.p_offset, segment.p_filesz).empty())
      return why_not = "the library is cut short", false;
  }
  return true;
}

bool sections(std::string_view file, const Elf64_Ehdr& header, std::vector<Elf64_Shdr>& out) {
  for (unsigned i = 0; i < header.e_shnum; ++i) {
    Elf64_Shdr section;
    if (!read(file, header.e_shoff + i * sizeof(Elf64_Shdr), section)) return false;
    out.push_back(section);
  }
  return true;
}

bool named(std::string_view names, std::uint64_t offset, std::string_view name) {
  return offset < names.size() && names.substr(offset).starts_with(name) && offset + name.size() < names.size() &&
         names[offset + name.size()] == '\0';
}

}  // namespace

bool exported_object(std::string_view file, std::string_view symbol, std::size_t size, std::string_view& object, std::string& why_not) {
  Elf64_Ehdr header;
  if (!check_header(file, header, why_not) || !check_segments(file, header, why_not)) return false;
  std::vector<Elf64_Shdr> all;
  if (!sections(file, header, all)) return why_not = "the library is cut short", false;
  why_not = "it exports no " + std::string(symbol) + "; is CASEWAY_PARTNER(...) in one of its source files?";
  for (const auto& table : all) {
    if (table.sh_type != SHT_DYNSYM || table.sh_link >= all.size()) continue;
    const auto& strings = all[table.sh_link];
    const auto names = slice(file, strings.sh_offset, strings.sh_size);
    for (std::uint64_t at = 0; at + sizeof(Elf64_Sym) <= table.sh_size; at += sizeof(Elf64_Sym)) {
      Elf64_Sym entry;
      if (!read(file, table.sh_offset + at, entry)) return why_not = "the library is cut short", false;
      if (entry.st_shndx == SHN_UNDEF || entry.st_shndx >= all.size() || !named(names, entry.st_name, symbol)) continue;
      const auto& home = all[entry.st_shndx];
      if (home.sh_type == SHT_NOBITS || entry.st_value < home.sh_addr || entry.st_value - home.sh_addr > home.sh_size)
        return why_not = "its " + std::string(symbol) + " has no bytes in the file", false;
      object = slice(slice(file, home.sh_offset, home.sh_size), entry.st_value - home.sh_addr, size);
      if (object.empty()) return why_not = "its " + std::string(symbol) + " is shorter than this gateway's", false;
      return true;
    }
  }
  return false;
}

}  // namespace caseway::host
