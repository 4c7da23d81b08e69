package dev.beckon.examples.protocollab;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
