// The families of converters, for make_converter() only. Each gives nullptr for a name that is not of its family.
#pragma once

#include "mapping/convert/converter.h"

namespace caseway::mapping {

std::shared_ptr<const Converter> text_converter(std::string_view name);
std::shared_ptr<const Converter> date_converter(std::string_view name, const ConverterOptions& options, std::string& why_not);
std::shared_ptr<const Converter> number_converter(std::string_view name, const ConverterOptions& options);
std::shared_ptr<const Converter> own_converter(std::string_view name, const ConverterOptions& options);           // of the plugin
std::shared_ptr<const Converter> cda_time_converter(std::string_view name, const ConverterOptions& options);      // ts, ivl-ts, pivl, eivl
std::shared_ptr<const Converter> cda_code_converter(std::string_view name, const ConverterOptions& options);      // cd, coding, ii
std::shared_ptr<const Converter> cda_person_converter(std::string_view name);                                     // pn, ad, tel
std::shared_ptr<const Converter> cda_quantity_converter(std::string_view name, const ConverterOptions& options);  // pq, ivl-pq, rto
std::shared_ptr<const Converter> cda_text_converter(std::string_view name, const ConverterOptions& options);      // ed, narrative
std::shared_ptr<const Converter> cda_value_converter(std::string_view name, const ConverterOptions& options);     // value: by xsi:type

}  // namespace caseway::mapping
