package dev.beckon.gateway;

import dev.beckon.nativerules.NativeContract;

class NativeRulesTest extends NativeContract {}
