package dev.beckon.redis.masters;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
