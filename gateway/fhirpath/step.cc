#include "fhirpath/plan.h"

namespace caseway::fhirpath {

DefRange Step::find(TypeId type, std::string_view name) {
  if (type == kNoType) return kNoRange;
  const DefRange plain = fhir::find_range(type, name);
  if (plain.first <= plain.last) return fhir::element(plain.first).choice == 0 ? plain : kNoRange;
  return fhir::find_range(type, std::string(name) + "[x]");
}

void Step::expect(TypeId type) { last_.store(std::uint64_t{type} << 32 | pack(find(type, name_)), std::memory_order_relaxed); }

DefRange Step::other_range(TypeId type) const {
  std::atomic<std::uint32_t>* table = table_.load(std::memory_order_acquire);
  if (!table) {
    auto* made = new std::atomic<std::uint32_t>[fhir::types().size()]();
    if (table_.compare_exchange_strong(table, made, std::memory_order_acq_rel)) {
      table = made;
    } else {
      delete[] made;
    }
  }
  const std::uint32_t remembered = table[type].load(std::memory_order_relaxed);
  if (remembered != 0) return unpack(remembered - 1);
  const DefRange found = find(type, name_);
  table[type].store(pack(found) + 1, std::memory_order_relaxed);
  return found;
}

bool passes(const Item& item, const TypeTest& test) {
  const TypeCode type = type_of(item);
  if (test.exact ? type == test.type : derives(type, test.type)) return true;
  return test.implicit && item.is_element() && is_system(test.type) && system_kind_of(item.node().type) == system_kind(test.type);
}

}  // namespace caseway::fhirpath
