package dev.beckon.channels;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
