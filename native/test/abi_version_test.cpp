#include <gtest/gtest.h>

#include "nelumbo/nelumbo.h"

TEST(AbiVersion, IsThatOfTheHeader) {
  uint32_t version = 0;
  EXPECT_EQ(nlb_abi_version(&version), NLB_OK);
  EXPECT_EQ(version, static_cast<uint32_t>(NLB_ABI_VERSION));
}

TEST(AbiVersion, RefusesNull) { EXPECT_EQ(nlb_abi_version(nullptr), NLB_BAD_ARGUMENT); }
