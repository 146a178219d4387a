// What libcaseway shows: everything marked CASEWAY_API, nothing else.
#pragma once

#define CASEWAY_API __attribute__((visibility("default")))
