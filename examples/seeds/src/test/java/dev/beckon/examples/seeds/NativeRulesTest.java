package dev.beckon.examples.seeds;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
