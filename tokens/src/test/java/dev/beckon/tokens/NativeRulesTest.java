package dev.beckon.tokens;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
